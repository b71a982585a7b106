package io.github.kubetls.examples.tools;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.examples.tools.node.ClusterDiscovery;
import io.github.kubetls.token.BootstrapToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which cluster to join, as {@code kubeadm join} takes it. */
final class DiscoveryOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST:PORT",
            description = "With --discovery-token: an API server of the cluster.")
    private @Nullable String endpoint;

    @Option(
            names = {"--discovery-token", "--token"},
            paramLabel = "TOKEN",
            description = "Find the cluster by what this bootstrap token has signed, and join it with the token.")
    private @Nullable String discoveryToken;

    @Option(
            names = "--discovery-token-ca-cert-hash",
            paramLabel = "TYPE:VALUE",
            split = ",",
            description = "The pin of the cluster's CA; several are possible.")
    private List<String> pins = List.of();

    @Option(
            names = "--discovery-token-unsafe-skip-ca-verification",
            description = "Do without a pin: whoever knows the token can then pose as the cluster.")
    private boolean unsafeSkipCaVerification;

    @Option(
            names = "--discovery-file",
            paramLabel = "FILE",
            description =
                    "Find the cluster by this kubeconfig, and join it with the credentials in it, if there are any.")
    private @Nullable Path discoveryFile;

    @Option(names = "--tls-bootstrap-token", paramLabel = "TOKEN", description = "Join with this bootstrap token.")
    private String tlsBootstrapToken = "";

    @Option(
            names = "--discovery-timeout",
            paramLabel = "DURATION",
            description = "How long to look for the cluster (default: 5m).")
    private Duration timeout = Duration.ofMinutes(5);

    DiscoveryOptions() {}

    /** The discovery that is asked for; its time begins now. */
    Optional<ClusterDiscovery> discovery() throws IOException {
        require(
                discoveryToken == null || discoveryFile == null,
                "--discovery-token and --discovery-file exclude each other");
        require(
                discoveryFile == null || !BootstrapToken.isToken(discoveryFile.toString()),
                "--discovery-file: found a token, which --discovery-token takes");
        require(discoveryToken == null == (endpoint == null), "--discovery-token and HOST:PORT go together");
        DiscoverySettings.Builder settings =
                DiscoverySettings.builder().tlsBootstrapToken(tlsBootstrapToken).timeout(timeout);
        try {
            if (discoveryFile != null) {
                return Optional.of(ClusterDiscovery.byFile(discoveryFile, settings.build()));
            }
            if (discoveryToken == null || endpoint == null) {
                return Optional.empty();
            }
            settings.apiServerEndpoint(endpoint).token(discoveryToken).caCertHashes(pins);
            return Optional.of(ClusterDiscovery.byToken(
                    (unsafeSkipCaVerification ? settings.unsafeSkipCaVerification() : settings).build()));
        } catch (InvalidFormatException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
