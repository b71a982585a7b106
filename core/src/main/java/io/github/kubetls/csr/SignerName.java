package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.manifest.FieldError;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The signer that a CertificateSigningRequest is addressed to, in the form {@code domain/path}.
 *
 * <p>Four signers are built into Kubernetes; the API server accepts a request for any other name, which then waits for a
 * signer of that name, forever if there is none. Any text can be held, as the API's type can; {@link #violations()} tells
 * what the API server says about it.
 *
 * <pre>{@code
 * SignerName signer = SignerName.KUBE_APISERVER_CLIENT_KUBELET;
 * List<FieldError> broken = signer.violations(request, usages);
 * }</pre>
 *
 * @param value the name, as it stands in {@code spec.signerName}
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signers">Signers</a>
 */
public record SignerName(String value) {

    /** Signs client certificates for the API server; never approved automatically. */
    public static final SignerName KUBE_APISERVER_CLIENT = new SignerName("kubernetes.io/kube-apiserver-client");

    /** Signs client certificates of kubelets for the API server; may be approved automatically. */
    public static final SignerName KUBE_APISERVER_CLIENT_KUBELET =
            new SignerName("kubernetes.io/kube-apiserver-client-kubelet");

    /** Signs serving certificates of kubelets; never approved automatically. */
    public static final SignerName KUBELET_SERVING = new SignerName("kubernetes.io/kubelet-serving");

    /** Signs anything; of the API version v1beta1 only. */
    public static final SignerName LEGACY_UNKNOWN = new SignerName("kubernetes.io/legacy-unknown");

    private static final List<SignerName> BUILT_IN =
            List.of(KUBE_APISERVER_CLIENT, KUBE_APISERVER_CLIENT_KUBELET, KUBELET_SERVING, LEGACY_UNKNOWN);

    /**
     * {@return a signer by its name} Any text is taken, as the API's type takes it; see {@link #violations()}.
     *
     * @param value the name, such as {@code example.com/my-signer}
     */
    public static SignerName of(String value) {
        return new SignerName(Objects.requireNonNull(value, "value"));
    }

    /**
     * {@return the part before the first slash, which a right for {@code <domain>/*} covers; the whole name when there is no
     * slash}
     */
    public String domain() {
        int slash = value.indexOf('/');
        return slash < 0 ? value : value.substring(0, slash);
    }

    /** The four built-in names. */
    static List<SignerName> builtIn() {
        return BUILT_IN;
    }

    /** Whether it is a name in Kubernetes' own domain for which Kubernetes has no signer: a typing error. */
    boolean isUnknownToKubernetes() {
        return domain().equals("kubernetes.io") && !isBuiltIn();
    }

    /** {@return whether it is one of the four built-in names, for which the kube-controller-manager signs} */
    public boolean isBuiltIn() {
        return BUILT_IN.contains(this);
    }

    /**
     * {@return why the latest API server refuses the name in a new request of version v1, in its words; none for a name that
     * is accepted}
     */
    public List<FieldError> violations() {
        return violations(KubernetesRelease.latest());
    }

    /**
     * {@return why the API server of a release refuses the name in a new request of version v1, in its words; none for a name
     * that is accepted}
     *
     * @param release the release
     */
    public List<FieldError> violations(KubernetesRelease release) {
        return SignerNameRules.check(this, release);
    }

    /**
     * Checks a request as the signer of this name does before it signs, in the latest release. The message of the first
     * violation becomes that of the condition {@code Failed}; this method reports them all.
     *
     * @param request the request
     * @param usages  {@code spec.usages}; order and repetitions do not matter
     * @return the violations in the order of the signer's checks, whose {@linkplain FieldError#message() messages} are its
     *     words; none when it signs, and none for a signer that is not built in
     */
    public List<FieldError> violations(CertificateRequest request, Collection<KeyUsage> usages) {
        return violations(request, usages, KubernetesRelease.latest());
    }

    /**
     * Checks a request as the signer of this name does before it signs.
     *
     * @param request the request
     * @param usages  {@code spec.usages}; order and repetitions do not matter
     * @param release the release; from 1.25 on {@code key encipherment} may be absent for kubelets
     * @return the violations in the order of the signer's checks, whose {@linkplain FieldError#message() messages} are its
     *     words; none when it signs, and none for a signer that is not built in
     */
    public List<FieldError> violations(
            CertificateRequest request, Collection<KeyUsage> usages, KubernetesRelease release) {
        return SignerRules.violations(this, request, usages, release);
    }

    /** The name. */
    @Override
    public String toString() {
        return Visible.text(value);
    }
}
