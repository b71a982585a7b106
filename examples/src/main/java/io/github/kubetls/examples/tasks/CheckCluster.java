package io.github.kubetls.examples.tasks;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
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
    private final PrintStream out;

    private CheckCluster(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs the task.
     *
     * @param arguments the folder (default: {@code examples/samples/unsound})
     * @throws IOException when a file cannot be read
     */
    public static void main(String... arguments) throws IOException {
        check(Path.of(arguments.length > 0 ? arguments[0] : "examples/samples/unsound"), Instant.now(), System.out);
    }

    static void check(Path folder, Instant now, PrintStream out) throws IOException {
        CheckCluster cluster = new CheckCluster(folder, out);
        cluster.check("control-plane/token.csv", file -> TokenFile.read(file).findings());
        cluster.check("control-plane/admin.conf", file -> Kubeconfig.read(file).findings(now));
        cluster.check("control-plane/pki/ca.crt", file -> ca(file, now));
        cluster.check(
                "cluster/cluster-info.yaml",
                file -> ClusterInfo.parse(Files.readString(file)).findings());
        cluster.check("cluster/rbac.yaml", CheckCluster::rbac);
        cluster.check("node/kubelet.conf", file -> Kubeconfig.read(file).findings(now));
        cluster.check(
                "node/kubelet-config.yaml",
                file -> KubeletConfiguration.read(file).findings());
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

    private static List<Finding> ca(Path file, Instant now) throws IOException {
        return Pem.parseCertificates(Files.readString(file)).stream()
                .flatMap(certificate -> CertificateAuthority.findings(certificate, now).stream())
                .toList();
    }

    /** What the file adds to the findings of the policy that every cluster has. */
    private static List<Finding> rbac(Path file) throws IOException {
        List<RbacObject> policy = new ArrayList<>(BootstrapPolicy.defaults());
        policy.addAll(RbacObject.readAll(file));
        List<Finding> findings = new ArrayList<>(RbacAuthorizer.of(policy).findings());
        findings.removeAll(RbacAuthorizer.of(BootstrapPolicy.defaults()).findings());
        return findings;
    }
}
