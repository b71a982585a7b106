package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.Authorizer;

/**
 * Decides on CertificateSigningRequests.
 *
 * <p>{@link #kubeletClient} is the controller {@code csrapproving} of the kube-controller-manager; for serving certificates,
 * which Kubernetes never approves by itself, see {@link KubeletServingPolicy}.
 *
 * <pre>{@code
 * ApprovalDecision decision = ApprovalPolicy.kubeletClient(rbac).evaluate(csr);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#approval">Approval</a>
 */
@FunctionalInterface
public interface ApprovalPolicy {

    /**
     * {@return the decision on one request, with the rules that led to it}
     *
     * @param csr the request as the API server stores it, with its requester
     */
    ApprovalDecision evaluate(CertificateSigningRequest csr);

    /**
     * {@return the automatic approval of kubelets' client certificates, with the rules of the latest release} The requester
     * must have the right to create {@code certificatesigningrequests/selfnodeclient}, when it asks for its own node, or
     * {@code certificatesigningrequests/nodeclient}.
     *
     * @param authorizer answers whether the requester has the right
     */
    static ApprovalPolicy kubeletClient(Authorizer authorizer) {
        return new KubeletClientPolicy(authorizer, KubernetesRelease.latest());
    }

    /**
     * {@return the automatic approval of kubelets' client certificates, with the rules of a release}
     *
     * @param authorizer answers whether the requester has the right
     * @param release    the release; before 1.25 {@code key encipherment} is mandatory
     */
    static ApprovalPolicy kubeletClient(Authorizer authorizer, KubernetesRelease release) {
        return new KubeletClientPolicy(authorizer, release);
    }
}
