package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the API server does with requests on CertificateSigningRequests and ClusterTrustBundles, beyond RBAC on the resource
 * itself and beyond {@linkplain CertificateSigningRequest#violations() validation}: what its admission plugins say, and what an
 * update makes of a stored object.
 *
 * <p>An approver needs the right to {@code approve} the {@code signers} of the request's signer name, a signer the right to
 * {@code sign} them; the name or {@code <domain>/*} must be granted. A request for {@code system:masters} is refused, and so
 * is a node's request for another node.
 *
 * <pre>{@code
 * AccessDecision decision = RequestAdmission.approve(user, csr, rbac);
 * RequestAdmission.UpdateResult result = RequestAdmission.Subresource.APPROVAL.update(csr, approved, now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#certificateapproval">
 *     CertificateApproval</a>
 */
public final class RequestAdmission {

    /**
     * An endpoint of the API through which a stored object is replaced. Each lets other parts change:
     *
     * <pre>{@code
     *            Approved, Denied    Failed, others    certificate
     * MAIN       -                   -                 -
     * STATUS     -                   yes               once
     * APPROVAL   yes                 yes               -
     * }</pre>
     */
    public enum Subresource {
        /** {@code PUT …/{name}}: metadata only. */
        MAIN,
        /** {@code PUT …/{name}/status}: for signers. */
        STATUS,
        /** {@code PUT …/{name}/approval}: for approvers. */
        APPROVAL;

        /**
         * Replaces a stored object as the API server does: what the endpoint does not let change is silently kept, what it
         * forbids is a violation, and times that are absent are filled in.
         *
         * @param stored   the object as it is stored
         * @param proposed the object that is sent
         * @param now      the time of the server
         * @return the object to store, and the violations for which it is not stored
         */
        public UpdateResult update(CertificateSigningRequest stored, CertificateSigningRequest proposed, Instant now) {
            return update(stored, proposed, now, KubernetesRelease.latest());
        }

        /**
         * Replaces a stored object as the API server of a release does.
         *
         * @param stored   the object as it is stored
         * @param proposed the object that is sent
         * @param now      the time of the server
         * @param release  the release
         * @return the object to store, and the violations for which it is not stored
         */
        public UpdateResult update(
                CertificateSigningRequest stored,
                CertificateSigningRequest proposed,
                Instant now,
                KubernetesRelease release) {
            CertificateSigningRequest prepared = prepare(stored, proposed);
            CertificateSigningRequest timed = this == MAIN
                    ? prepared
                    : prepared.with(draft -> draft.conditions = withTimes(draft.conditions, stored.conditions(), now));
            return new UpdateResult(timed, proposed.violationsOfUpdate(stored, this, release));
        }

        /** The stored object with what this endpoint lets change; validation does not look at the times of conditions. */
        CertificateSigningRequest prepare(CertificateSigningRequest stored, CertificateSigningRequest proposed) {
            return stored.with(draft -> {
                draft.apiVersion = proposed.apiVersion();
                draft.metadata = proposed.metadata();
                if (this == STATUS) {
                    draft.conditions = preserved(stored, proposed);
                    draft.certificate = proposed.certificateBytes();
                } else if (this == APPROVAL) {
                    draft.conditions = proposed.conditions();
                }
            });
        }
    }

    /**
     * What an update of a stored object leads to.
     *
     * @param object     the object that is stored when there are no violations
     * @param violations why it is not stored, in the words of the API server
     */
    public record UpdateResult(CertificateSigningRequest object, List<FieldError> violations) {

        /**
         * Copies the list.
         *
         * @param object     the object that is stored when there are no violations
         * @param violations why it is not stored
         */
        public UpdateResult {
            violations = List.copyOf(violations);
        }
    }

    private RequestAdmission() {}

    /**
     * Plugin CertificateApproval: may the user update the subresource {@code approval}?
     *
     * @param user       who updates
     * @param stored     the object as it is stored
     * @param authorizer answers for the right to approve
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision approve(UserInfo user, CertificateSigningRequest stored, Authorizer authorizer) {
        return forSigner("approve", user, stored.signerName(), authorizer);
    }

    /**
     * Plugin CertificateSigning: may the user update the subresource {@code status}? The right is needed only when
     * certificate or conditions change.
     *
     * @param user       who updates
     * @param stored     the object as it is stored
     * @param proposed   the object that is sent
     * @param authorizer answers for the right to sign
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision sign(
            UserInfo user,
            CertificateSigningRequest stored,
            CertificateSigningRequest proposed,
            Authorizer authorizer) {
        boolean unchanged = Arrays.equals(stored.certificateBytes(), proposed.certificateBytes())
                && stored.conditions().equals(proposed.conditions());
        return unchanged
                ? AccessDecision.allowed("neither certificate nor conditions change")
                : forSigner("sign", user, stored.signerName(), authorizer);
    }

    /**
     * Plugin ClusterTrustBundleAttest: may the user create the bundle? Who creates one that belongs to a signer needs the right
     * to {@code attest} the {@code signers} of its name, or of {@code <domain>/*}.
     *
     * @param user       who creates it
     * @param proposed   the object that is sent
     * @param authorizer answers for the right to attest
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision attest(UserInfo user, ClusterTrustBundle proposed, Authorizer authorizer) {
        return proposed.signerName()
                .map(signerName -> forSigner("attest", user, signerName, authorizer))
                .orElseGet(() -> AccessDecision.allowed("the bundle belongs to no signer"));
    }

    /**
     * Plugin ClusterTrustBundleAttest of the latest release: may the user update the bundle? As {@link #attest(UserInfo,
     * ClusterTrustBundle, Authorizer)}; but what changes nothing, or only owners, finalizers and managed fields, needs no right.
     *
     * @param user       who updates
     * @param stored     the object as it is stored
     * @param proposed   the object that is sent
     * @param authorizer answers for the right to attest
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision attest(
            UserInfo user, ClusterTrustBundle stored, ClusterTrustBundle proposed, Authorizer authorizer) {
        return attest(user, stored, proposed, authorizer, KubernetesRelease.latest());
    }

    /**
     * Plugin ClusterTrustBundleAttest of a release: may the user update the bundle?
     *
     * @param user       who updates
     * @param stored     the object as it is stored
     * @param proposed   the object that is sent
     * @param authorizer answers for the right to attest
     * @param release    the release; before 1.29 every update of a signer's bundle needs the right
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision attest(
            UserInfo user,
            ClusterTrustBundle stored,
            ClusterTrustBundle proposed,
            Authorizer authorizer,
            KubernetesRelease release) {
        return Feature.TRUST_BUNDLE_COLLECTION_UNATTESTED.in(release) && proposed.differsForCollectionOnly(stored)
                ? AccessDecision.allowed("nothing changes that has to be attested")
                : attest(user, proposed, authorizer);
    }

    private static AccessDecision forSigner(String verb, UserInfo user, SignerName signerName, Authorizer authorizer) {
        Attributes.Resource signers = Attributes.resource(verb, "certificates.k8s.io", "signers");
        AccessDecision byName = authorizer.authorize(user, signers.withName(signerName.value()));
        if (byName.isAllowed()) {
            return byName;
        }
        AccessDecision byDomain = authorizer.authorize(user, signers.withName(signerName.domain() + "/*"));
        if (byDomain.isAllowed()) {
            return byDomain;
        }
        return AccessDecision.denied(
                "user not permitted to " + verb + (verb.equals("attest") ? " for" : " requests with") + " signerName "
                        + GoText.quote(signerName.value()));
    }

    /**
     * Plugins CertificateSubjectRestriction and NodeRestriction of the latest release: may the user create the object?
     *
     * @param creator  who creates it
     * @param proposed the object that is sent
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision create(UserInfo creator, CertificateSigningRequest proposed) {
        return create(creator, proposed, KubernetesRelease.latest());
    }

    /**
     * Plugins CertificateSubjectRestriction and NodeRestriction of a release: may the user create the object?
     *
     * @param creator  who creates it
     * @param proposed the object that is sent
     * @param release  the release; from 1.31 on a node may ask for itself only
     * @return allowed, or denied with the API server's text
     */
    public static AccessDecision create(
            UserInfo creator, CertificateSigningRequest proposed, KubernetesRelease release) {
        SignerName signer = proposed.signerName();
        if (signer.equals(SignerName.KUBE_APISERVER_CLIENT)) {
            return subjectRestriction(proposed, release);
        }
        boolean forKubelet =
                signer.equals(SignerName.KUBE_APISERVER_CLIENT_KUBELET) || signer.equals(SignerName.KUBELET_SERVING);
        boolean byNode =
                creator.name().startsWith(UserInfo.NODE_NAME_PREFIX) && creator.isMemberOf(UserInfo.NODES_GROUP);
        return forKubelet && byNode && Feature.NODE_REQUESTS_RESTRICTED.in(release)
                ? nodeRestriction(creator, proposed, release)
                : AccessDecision.allowed("");
    }

    private static AccessDecision subjectRestriction(CertificateSigningRequest proposed, KubernetesRelease release) {
        try {
            DistinguishedName subject = proposed.request(release).subject();
            if (subject.organizations().contains(UserInfo.MASTERS_GROUP)) {
                return AccessDecision.denied("use of " + proposed.signerName() + " signer with "
                        + UserInfo.MASTERS_GROUP + " group is not allowed");
            }
        } catch (InvalidFormatException e) {
            return AccessDecision.denied("failed to parse CSR: " + RequestValidation.words(e));
        }
        return AccessDecision.allowed("");
    }

    private static AccessDecision nodeRestriction(
            UserInfo creator, CertificateSigningRequest proposed, KubernetesRelease release) {
        try {
            boolean own = proposed.request(release).subject().commonName().equals(creator.name());
            return own
                    ? AccessDecision.allowed("")
                    : AccessDecision.denied("can only create a node CSR with CN=" + creator.name());
        } catch (InvalidFormatException e) {
            return AccessDecision.denied("unable to parse csr: " + RequestValidation.words(e));
        }
    }

    /** The proposed conditions, with decisions as they are stored. */
    private static List<Condition> preserved(CertificateSigningRequest stored, CertificateSigningRequest proposed) {
        List<Condition> conditions = new ArrayList<>(proposed.conditions());
        boolean approvedKept = preserve(Condition.APPROVED, conditions, stored.conditions());
        boolean deniedKept = preserve(Condition.DENIED, conditions, stored.conditions());
        boolean isBeta = proposed.apiVersion().equals(CertificateSigningRequest.API_VERSION_BETA);
        return isBeta && !(approvedKept && deniedKept) ? stored.conditions() : conditions;
    }

    private static boolean preserve(String type, List<Condition> conditions, List<Condition> stored) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).type().equals(type)) {
                places.add(i);
            }
        }
        List<Condition> old = stored.stream()
                .filter(condition -> condition.type().equals(type))
                .toList();
        if (old.size() != places.size()) {
            return false;
        }
        for (int i = 0; i < places.size(); i++) {
            conditions.set(places.get(i), old.get(i));
        }
        return true;
    }

    private static List<Condition> withTimes(List<Condition> conditions, List<Condition> stored, Instant now) {
        return conditions.stream()
                .map(condition -> withTimes(condition, stored, now))
                .toList();
    }

    private static Condition withTimes(Condition condition, List<Condition> stored, Instant now) {
        Instant transition = condition
                .lastTransitionTime()
                .orElseGet(() -> stored.stream()
                        .filter(old -> old.type().equals(condition.type())
                                && old.status().equals(condition.status()))
                        .flatMap(old -> old.lastTransitionTime().stream())
                        .findFirst()
                        .orElse(now));
        return condition.toBuilder()
                .lastUpdateTime(condition.lastUpdateTime().orElse(now))
                .lastTransitionTime(transition)
                .build();
    }
}
