package io.github.kubetls.examples.tasks;

import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.ApprovalPolicy;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says of each CertificateSigningRequest of a cluster what kube-controller-manager makes of it. */
public final class WhyPending {

    private WhyPending() {}

    /**
     * Runs the task.
     *
     * @param arguments what {@code kubectl get csr -o yaml} and {@code kubectl get clusterroles,clusterrolebindings -o yaml}
     *                  have printed: two files
     * @throws IOException when one cannot be read
     */
    public static void main(String... arguments) throws IOException {
        explain(Path.of(arguments[0]), Path.of(arguments[1])).forEach(System.out::println);
    }

    static List<String> explain(Path requests, Path rbac) throws IOException {
        // region explain
        RbacAuthorizer authorizer = RbacAuthorizer.of(RbacObject.readAll(rbac));
        ApprovalPolicy approver = ApprovalPolicy.kubeletClient(authorizer);
        return CertificateSigningRequest.parseAll(Files.readString(requests)).stream()
                .map(csr -> {
                    ApprovalDecision decision = approver.evaluate(csr);
                    String findings = csr.findings().stream()
                            .map(finding -> "; " + finding.code() + ": " + finding.message())
                            .collect(Collectors.joining());
                    return csr.metadata().name() + ": " + decision.message() + findings;
                })
                .toList();
        // endregion
    }
}
