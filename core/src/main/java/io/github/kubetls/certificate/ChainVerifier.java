package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.manifest.FieldError;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds chains from a client's certificate to a trusted CA as the API server does, and says in its words why there is none.
 *
 * <p>Issuer and subject are compared byte by byte; every certificate of a chain must be valid at the time; extended usages of
 * every one must allow client authentication. The JDK's validator differs in all three.
 */
final class ChainVerifier {

    private static final int MOST_SIGNATURE_CHECKS = 100;
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    /** Why there is no chain. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        Refusal(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    private final List<CertificateView> roots;
    private final List<CertificateView> intermediates;
    private final Instant now;
    private int signatureChecks;

    ChainVerifier(List<CertificateView> roots, List<CertificateView> intermediates, Instant now) {
        this.roots = roots;
        this.intermediates = intermediates;
        this.now = now;
    }

    /** Why a client that trusts one CA does not trust a certificate, the first of a chain, whatever it is used for. */
    static List<FieldError> violations(
            X509Certificate ca, List<X509Certificate> chain, Instant now, KubernetesRelease release) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the chain is empty: it must begin with the certificate to be judged");
        }
        try {
            List<CertificateView> views = new ArrayList<>();
            for (X509Certificate certificate : chain) {
                // Whoever made the object may have passed over what no client takes.
                CertificateReader.check(certificate, release);
                views.add(new CertificateView(certificate, release));
            }
            List<CertificateView> roots = List.of(new CertificateView(ca, release));
            ChainVerifier verifier = new ChainVerifier(roots, views.subList(1, views.size()), now);
            checkNames(verifier.chains(views.get(0)));
            return List.of();
        } catch (MalformedDer | Refusal e) {
            return List.of(new FieldError(Location.none(), FieldError.Type.INVALID, String.valueOf(e.getMessage())));
        }
    }

    /** Checks that at least one chain leads from a client's certificate to a root. */
    void verify(CertificateView leaf) throws Refusal {
        List<List<CertificateView>> usable = chains(leaf).stream()
                .filter(chain -> chain.stream().allMatch(certificate -> certificate.allows(CLIENT_AUTH)))
                .toList();
        if (usable.isEmpty()) {
            throw new Refusal("CERTIFICATE_USAGE_MISMATCH", "x509: certificate specifies an incompatible key usage");
        }
        checkNames(usable);
    }

    /** Checks that in one of the chains every CA may sign for the alternative names below it. */
    private static void checkNames(List<List<CertificateView>> chains) throws Refusal {
        Refusal first = null;
        for (List<CertificateView> chain : chains) {
            try {
                checkNamesOf(chain);
                return;
            } catch (Refusal e) {
                first = first == null ? e : first;
            }
        }
        throw Objects.requireNonNull(first);
    }

    private static void checkNamesOf(List<CertificateView> chain) throws Refusal {
        for (int i = 0; i < chain.size(); i++) {
            KubernetesRelease release = chain.get(i).release();
            List<NameConstraints> constraints = judging(chain, i, release)
                    .flatMap(certificate -> certificate.nameConstraints().stream())
                    .toList();
            if (!constraints.isEmpty()) {
                ConstrainedNames names = ConstrainedNames.of(chain.get(i).altNames(), release);
                for (NameConstraints each : constraints) {
                    each.check(names, release);
                }
            }
        }
    }

    /** Those in a chain whose constraints are for the names of one of them. */
    private static Stream<CertificateView> judging(List<CertificateView> chain, int index, KubernetesRelease release) {
        if (index == 0 || Feature.NAME_CONSTRAINTS_OF_CHAINS.in(release)) {
            return chain.subList(index + 1, chain.size()).stream();
        }
        return Feature.NAME_CONSTRAINTS_OF_CAS.in(release) ? Stream.of(chain.get(index)) : Stream.empty();
    }

    private List<List<CertificateView>> chains(CertificateView leaf) throws Refusal {
        checkValid(leaf);
        return roots.stream().anyMatch(leaf::isSame) ? List.of(List.of(leaf)) : new Search().chainsOf(List.of(leaf));
    }

    private void checkValid(CertificateView certificate) throws Refusal {
        if (certificate.hasUnknownCriticalExtension()) {
            throw new Refusal("EXTENSION_UNSUPPORTED", "x509: unhandled critical extension");
        }
        if (certificate.hasNameConstraints() && certificate.nameConstraints().isEmpty()) {
            // No API server reads such a certificate, but a root may be an object that was never read here.
            throw new Refusal("CERTIFICATE_INVALID", "x509: invalid NameConstraints extension");
        }
        if (now.isBefore(certificate.notBefore())) {
            throw expired("CERTIFICATE_NOT_YET_VALID", "before", certificate.notBefore());
        }
        if (now.isAfter(certificate.notAfter())) {
            throw expired("CERTIFICATE_EXPIRED", "after", certificate.notAfter());
        }
    }

    private Refusal expired(String code, String how, Instant limit) {
        return new Refusal(
                code,
                "x509: certificate has expired or is not yet valid: current time " + Rfc3339.format(now) + " is " + how
                        + " " + Rfc3339.format(limit));
    }

    /** One level of the search; what went wrong last is the answer when nothing is found. */
    private final class Search {
        private final List<List<CertificateView>> chains = new ArrayList<>();
        private @Nullable Refusal refusal;
        private String hint = "";

        List<List<CertificateView>> chainsOf(List<CertificateView> chain) throws Refusal {
            for (CertificateView root : roots) {
                consider(root, true, chain);
            }
            for (CertificateView intermediate : intermediates) {
                consider(intermediate, false, chain);
            }
            if (!chains.isEmpty()) {
                return chains;
            }
            throw refusal != null
                    ? refusal
                    : new Refusal("CA_UNKNOWN", "x509: certificate signed by unknown authority" + hint);
        }

        private void consider(CertificateView candidate, boolean isRoot, List<CertificateView> chain) {
            CertificateView last = chain.get(chain.size() - 1);
            if (!last.isIssuedInTheNameOf(candidate) || chain.stream().anyMatch(candidate::isSameEntity)) {
                return;
            }
            if (++signatureChecks > MOST_SIGNATURE_CHECKS) {
                refusal = new Refusal(
                        "SIGNATURE_CHECKS_EXCESSIVE",
                        "x509: signature check attempts limit reached while verifying certificate chain");
                return;
            }
            try {
                last.checkSignedBy(candidate);
            } catch (BadSignature e) {
                if (hint.isEmpty()) {
                    hint = " (possibly because of " + GoText.quote(e.getMessage())
                            + " while trying to verify candidate authority certificate "
                            + GoText.quote(candidate.caName()) + ")";
                }
                return;
            }
            extend(candidate, isRoot, chain);
        }

        private void extend(CertificateView candidate, boolean isRoot, List<CertificateView> chain) {
            List<CertificateView> longer = new ArrayList<>(chain);
            longer.add(candidate);
            try {
                checkValid(candidate);
                checkAuthority(candidate, isRoot, chain.size() - 1);
                if (isRoot) {
                    chains.add(longer);
                } else {
                    chains.addAll(new Search().chainsOf(longer));
                }
                refusal = null;
            } catch (Refusal e) {
                refusal = e;
            }
        }
    }

    private static void checkAuthority(CertificateView candidate, boolean isRoot, int intermediatesBelow)
            throws Refusal {
        if (!isRoot && !candidate.isCa()) {
            throw new Refusal("CA_FLAG_MISSING", "x509: certificate is not authorized to sign other certificates");
        }
        if (candidate.isCa() && intermediatesBelow > candidate.pathLength()) {
            throw new Refusal("INTERMEDIATES_EXCESSIVE", "x509: too many intermediates for path length constraint");
        }
    }
}
