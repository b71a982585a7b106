package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.TokenFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a control plane is to be like.
 *
 * @param listen          the address; port 0 for any that is free
 * @param folder          the folder for its files
 * @param token           the token for nodes to join; empty for that of the last run, or a new one
 * @param caKeyAlgorithm  the kind of the CA's key, when there is no CA yet
 * @param signingDuration how long certificates are valid at most
 * @param approves        whether requests are approved
 * @param signs           whether approved requests are signed
 * @param tokenFile       static tokens
 * @param auditLog        the file for audit events; empty for none
 * @param faults          failures on purpose
 */
public record ControlPlaneSettings(
        InetSocketAddress listen,
        Path folder,
        Optional<BootstrapToken> token,
        KeyAlgorithm caKeyAlgorithm,
        Duration signingDuration,
        boolean approves,
        boolean signs,
        TokenFile tokenFile,
        Optional<Path> auditLog,
        Faults faults) {}
