package io.github.kubetls.examples.tasks;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Checks a cluster's folder: every document that the library reads says itself what is unwise in it, or will fail later. */
public final class CheckCluster {

    private final Path folder;
    private final KubernetesRelease release;
    private final PrintStream out;

    private CheckCluster(Path folder, KubernetesRelease release, PrintStream out) {
        this.folder = folder;
        this.release = release;
        this.out = out;
    }

    /**
     * Runs the task.
     *
     * @param arguments the folder (default: {@code examples/samples/unsound}), and the release of Kubernetes (default: the
     *                  latest)
     * @throws IOException when a file cannot be read
     */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "examples/samples/unsound");
        KubernetesRelease release =
                arguments.length > 1 ? KubernetesRelease.parse(arguments[1]) : KubernetesRelease.latest();
        check(folder, Instant.now(), release, System.out);
    }

    static void check(Path folder, Instant now, KubernetesRelease release, PrintStream out) throws IOException {
        CheckCluster cluster = new CheckCluster(folder, release, out);
        // region files
        cluster.check("control-plane/token.csv", file -> TokenFile.read(file).findings());
        cluster.check("control-plane/admin.conf", file -> Kubeconfig.read(file).findings(now, release));
        cluster.check("control-plane/pki/ca.crt", file -> cluster.ca(file, now));
        cluster.check(
                "cluster/cluster-info.yaml",
                file -> ClusterInfo.parse(Files.readString(file)).findings());
        cluster.check("cluster/rbac.yaml", cluster::rbac);
        cluster.check("node/kubelet.conf", file -> Kubeconfig.read(file).findings(now, release));
        cluster.check(
                "node/kubelet-config.yaml",
                file -> KubeletConfiguration.read(file).findings(release));
        // endregion
    }

    private interface FileCheck {
        List<Finding> of(Path file) throws IOException;
    }

    private void check(String name, FileCheck check) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<Finding> findings = check.of(file);
            out.println(name + ": " + (findings.isEmpty() ? "nothing to correct" : ""));
            findings.forEach(finding -> out.println("  " + finding.severity() + " " + finding.code() + ": "
                    + finding.message() + (finding.fix().isEmpty() ? "" : "; fix: " + finding.fix())));
        } catch (InvalidFormatException e) {
            out.println(name + ": cannot be read: " + e.getMessage());
        }
    }

    private List<Finding> ca(Path file, Instant now) throws IOException {
        return Pem.parseCertificates(Files.readString(file), release).stream()
                .flatMap(certificate -> CertificateAuthority.findings(certificate, now, release).stream())
                .toList();
    }

    /** What the file adds to the findings of the policy that every cluster has. */
    private List<Finding> rbac(Path file) throws IOException {
        List<RbacObject> defaults = BootstrapPolicy.defaults(release);
        List<RbacObject> policy = new ArrayList<>(defaults);
        policy.addAll(RbacObject.readAll(file));
        List<Finding> findings = new ArrayList<>(RbacAuthorizer.of(policy).findings());
        findings.removeAll(RbacAuthorizer.of(defaults).findings());
        return findings;
    }
}
