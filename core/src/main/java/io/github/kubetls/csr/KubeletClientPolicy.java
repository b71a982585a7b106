package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.csr.ApprovalDecision.Check;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The controller {@code csrapproving}: two recognisers, each with a right that the requester must have. */
final class KubeletClientPolicy implements ApprovalPolicy {

    private static final String REASON = "AutoApproved";

    private record Recognizer(String subresource, boolean isSelf, String message) {}

    private static final List<Recognizer> RECOGNIZERS = List.of(
            new Recognizer(
                    "selfnodeclient",
                    true,
                    "Auto approving self kubelet client certificate after SubjectAccessReview."),
            new Recognizer(
                    "nodeclient", false, "Auto approving kubelet client certificate after SubjectAccessReview."));

    private final Authorizer authorizer;
    private final KubernetesRelease release;

    KubeletClientPolicy(Authorizer authorizer, KubernetesRelease release) {
        this.authorizer = authorizer;
        this.release = release;
    }

    @Override
    public ApprovalDecision evaluate(CertificateSigningRequest csr) {
        List<Check> checks = new ArrayList<>();
        Optional<ApprovalDecision> decided = ApprovalDecision.ifDecided(csr);
        if (decided.isPresent()) {
            return decided.get();
        }
        CertificateRequest request;
        try {
            request = csr.request(release);
        } catch (InvalidFormatException e) {
            return ApprovalDecision.open(
                    "REQUEST",
                    "unable to parse csr " + GoText.quote(csr.metadata().name()) + ": " + e.rule());
        }
        boolean recognized = isKubeletClient(csr, request, checks);
        List<String> tried = new ArrayList<>();
        for (Recognizer recognizer : RECOGNIZERS) {
            if (recognizer.isSelf && !isSelf(csr, request, checks) || !recognized) {
                continue;
            }
            tried.add(recognizer.subresource);
            if (isAllowed(csr, recognizer, checks)) {
                return ApprovalDecision.approved(REASON, recognizer.message).withChecks(checks);
            }
        }
        return ApprovalDecision.open(undecided(csr, tried, checks)).withChecks(checks);
    }

    private boolean isKubeletClient(CertificateSigningRequest csr, CertificateRequest request, List<Check> checks) {
        boolean forKubelet = csr.signerName().equals(SignerName.KUBE_APISERVER_CLIENT_KUBELET);
        checks.add(Check.of(
                "SIGNER_NAME",
                forKubelet,
                "signerName is " + csr.signerName(),
                "signerName is " + csr.signerName() + ", not " + SignerName.KUBE_APISERVER_CLIENT_KUBELET));
        List<FieldError> violations =
                SignerName.KUBE_APISERVER_CLIENT_KUBELET.violations(request, csr.usages(), release);
        checks.addAll(Check.signerRules(violations, "subject, names and usages are those of a kubelet's client"));
        return forKubelet && violations.isEmpty();
    }

    private static boolean isSelf(CertificateSigningRequest csr, CertificateRequest request, List<Check> checks) {
        String username = csr.requester().name();
        boolean isSelf = username.equals(request.subject().commonName());
        checks.add(Check.of(
                "SELF",
                isSelf,
                "the requester asks for its own name",
                "the requester " + GoText.quote(username) + " asks for another name, "
                        + GoText.quote(request.subject().commonName())));
        return isSelf;
    }

    private boolean isAllowed(CertificateSigningRequest csr, Recognizer recognizer, List<Check> checks) {
        Attributes wanted = Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests")
                .withSubresource(recognizer.subresource);
        AccessDecision decision = authorizer.authorize(csr.requester(), wanted);
        String because = decision.reason().isEmpty() ? "" : ": " + decision.reason();
        checks.add(Check.of(
                "RIGHT_TO_" + recognizer.subresource.toUpperCase(Locale.ROOT),
                decision.isAllowed(),
                "the requester may " + wanted + because,
                "the requester may not " + wanted + because));
        return decision.isAllowed();
    }

    private static String undecided(CertificateSigningRequest csr, List<String> tried, List<Check> checks) {
        if (!tried.isEmpty()) {
            return "recognized csr " + GoText.quote(csr.metadata().name()) + " as [" + String.join(" ", tried)
                    + "] but subject access review was not approved";
        }
        return checks.stream()
                .filter(check -> !check.passed() && !check.rule().equals("SELF"))
                .map(Check::message)
                .findFirst()
                .orElse("");
    }
}
