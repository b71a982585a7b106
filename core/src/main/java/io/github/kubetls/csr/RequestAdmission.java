package io.github.kubetls.csr;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.DistinguishedName;
import io.github.kubetls.internal.text.GoText;
import java.util.Arrays;

/**
 * What the admission plugins of the API server say to requests on CertificateSigningRequests, beyond RBAC on the resource
 * itself.
 *
 * <p>An approver needs the right to {@code approve} the {@code signers} of the request's signer name, a signer the right to
 * {@code sign} them; the name or {@code <domain>/*} must be granted. A request for {@code system:masters} is refused, and so
 * is a node's request for another node.
 *
 * <pre>{@code
 * AccessDecision decision = RequestAdmission.approve(user, csr, rbac);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#certificateapproval">
 *     CertificateApproval</a>
 */
public final class RequestAdmission {

    private static final int NODE_CHECK = 31;

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
        boolean unchanged = Arrays.equals(stored.certificate(), proposed.certificate())
                && stored.conditions().equals(proposed.conditions());
        return unchanged
                ? AccessDecision.allowed("neither certificate nor conditions change")
                : forSigner("sign", user, stored.signerName(), authorizer);
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
                "user not permitted to " + verb + " requests with signerName " + GoText.quote(signerName.value()));
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
            return subjectRestriction(proposed);
        }
        boolean forKubelet =
                signer.equals(SignerName.KUBE_APISERVER_CLIENT_KUBELET) || signer.equals(SignerName.KUBELET_SERVING);
        boolean byNode =
                creator.name().startsWith(UserInfo.NODE_NAME_PREFIX) && creator.isMemberOf(UserInfo.NODES_GROUP);
        return forKubelet && byNode && release.isAtLeast(NODE_CHECK)
                ? nodeRestriction(creator, proposed)
                : AccessDecision.allowed("");
    }

    private static AccessDecision subjectRestriction(CertificateSigningRequest proposed) {
        try {
            DistinguishedName subject = proposed.certificateRequest().subject();
            if (subject.organizations().contains(UserInfo.MASTERS_GROUP)) {
                return AccessDecision.denied("use of " + proposed.signerName() + " signer with "
                        + UserInfo.MASTERS_GROUP + " group is not allowed");
            }
        } catch (InvalidFormatException e) {
            return AccessDecision.denied("failed to parse CSR: " + RequestValidation.words(e));
        }
        return AccessDecision.allowed("");
    }

    private static AccessDecision nodeRestriction(UserInfo creator, CertificateSigningRequest proposed) {
        try {
            boolean own = proposed.certificateRequest().subject().commonName().equals(creator.name());
            return own
                    ? AccessDecision.allowed("")
                    : AccessDecision.denied("can only create a node CSR with CN=" + creator.name());
        } catch (InvalidFormatException e) {
            return AccessDecision.denied("unable to parse csr: " + RequestValidation.words(e));
        }
    }
}
