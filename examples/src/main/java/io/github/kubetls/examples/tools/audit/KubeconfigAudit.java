package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a kubeconfig, and at the certificates in it and in the files that it names. */
final class KubeconfigAudit {

    private KubeconfigAudit() {}

    static Judge.Findings of(SourceDocument document, Instant now) throws IOException {
        Kubeconfig config = document.isFirst()
                ? Kubeconfig.read(document.file().path(), SourceFile.LARGEST)
                : Kubeconfig.parse(document.text());
        return of(config, now);
    }

    /** What is unwise in a kubeconfig, and in the files that it names. */
    static Judge.Findings of(Kubeconfig config, Instant now) {
        List<Finding> special = specialFiles(config);
        return special.isEmpty() ? release -> config.findings(now, release) : release -> special;
    }

    /** Reading a pipe or a device would take for ever. */
    private static List<Finding> specialFiles(Kubeconfig config) {
        Kubeconfig resolved = config.resolved();
        List<Finding> findings = new ArrayList<>();
        resolved.clusters()
                .forEach((name, cluster) -> check(
                        "clusters[" + name + "].certificate-authority", cluster.certificateAuthority(), findings));
        resolved.users().forEach((name, user) -> {
            check("users[" + name + "].client-certificate", user.clientCertificate(), findings);
            check("users[" + name + "].client-key", user.clientKey(), findings);
        });
        return findings;
    }

    private static void check(String location, Optional<PemSource> source, List<Finding> findings) {
        try {
            Optional<Path> path = source.flatMap(PemSource::path).map(Path::of);
            if (path.isPresent() && Files.exists(path.get()) && !Files.isRegularFile(path.get())) {
                findings.add(Finding.error(
                        "FILE_TYPE_UNSUPPORTED",
                        Location.of(location),
                        "the path leads to something that is no regular file, so the kubeconfig was not looked into",
                        "correct the path"));
            }
        } catch (InvalidPathException e) {
            // The kubeconfig's own findings tell that it cannot be read.
            return;
        }
    }
}
