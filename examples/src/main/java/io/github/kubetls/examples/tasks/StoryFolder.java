package io.github.kubetls.examples.tasks;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenAuthenticator;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The folder of a story, which may be there from an earlier run: a second run is one of the same cluster. A private key that is
 * there is used, or the run is refused; none is ever replaced.
 */
final class StoryFolder {

    static final String CA_CERTIFICATE = "pki/ca.crt";
    static final String CA_KEY = "pki/ca.key";
    static final String SERVING_KEY = "pki/apiserver.key";
    static final String TOKEN_SECRET = "bootstrap-token-secret.yaml";

    private final Path folder;
    private final Instant now;

    StoryFolder(Path folder, Instant now) {
        this.folder = folder;
        this.now = now;
    }

    /**
     * The CA that is in the folder.
     *
     * @throws ProgramException when there is a half of one, or something else of its name
     */
    Optional<CertificateAuthority> ca() throws IOException {
        Path certificate = folder.resolve(CA_CERTIFICATE);
        Path key = folder.resolve(CA_KEY);
        if (Files.exists(certificate) && Files.exists(key)) {
            return Optional.of(readCa(certificate, key, now));
        }
        for (Path half : List.of(certificate, key)) {
            if (Files.exists(half)) {
                throw new ProgramException(half
                        + " is there without its other half, and is not replaced: choose another folder with --out");
            }
        }
        return Optional.empty();
    }

    /**
     * A CA that was given, unless another one is in the folder.
     *
     * @throws ProgramException when there is another one
     */
    CertificateAuthority given(CertificateAuthority ca) throws IOException {
        if (ca().filter(there -> !there.certificate().equals(ca.certificate())).isPresent()) {
            throw new ProgramException(folder.resolve(CA_KEY)
                    + " is the key of another CA, and is not replaced: choose another folder with --out");
        }
        return ca;
    }

    static CertificateAuthority readCa(Path certificate, Path key, Instant now) throws IOException {
        CertificateAuthority ca;
        try {
            ca = CertificateAuthority.read(certificate, key);
        } catch (InvalidFormatException e) {
            throw new ProgramException(certificate + " and " + key + " are no CA: " + e.getMessage());
        }
        ca.findings(now).stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .ifPresent(finding -> {
                    throw new ProgramException(certificate + ": " + finding.message());
                });
        return ca;
    }

    /** The key of the API server, which is made the first time. */
    KeyPair servingKey() throws IOException {
        return KeyAlgorithm.keyPair(Pem.readOrGeneratePrivateKey(folder.resolve(SERVING_KEY)));
    }

    /** The token of the last run, as long as it authenticates. */
    Optional<BootstrapToken> token() throws IOException {
        Path file = folder.resolve(TOKEN_SECRET);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        BootstrapTokenSecret secret = BootstrapTokenSecret.read(file);
        boolean authenticates = BootstrapTokenAuthenticator.of(secret).authenticate(secret.token(), now)
                instanceof BootstrapTokenAuthenticator.Result.Authenticated;
        return Optional.of(secret.token()).filter(token -> authenticates);
    }
}
