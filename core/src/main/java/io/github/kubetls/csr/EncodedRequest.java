package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@code spec.request}, and the request that they hold once somebody has asked for it: objects that differ in
 * something else share it, so that its signature is verified once.
 */
final class EncodedRequest {

    /** Nobody writes into it. */
    private final byte[] pem;

    private volatile @Nullable CertificateRequest known;

    EncodedRequest(byte[] pem) {
        this.pem = pem;
    }

    static EncodedRequest of(CertificateRequest request) {
        EncodedRequest encoded = new EncodedRequest(request.toPem().getBytes(StandardCharsets.US_ASCII));
        encoded.known = request;
        return encoded;
    }

    byte[] bytes() {
        return pem;
    }

    /** The request, as the API server of a release reads it, with its signature verified by now; by a provider, if given. */
    CertificateRequest read(@Nullable Provider provider, KubernetesRelease release) {
        CertificateRequest verified = known;
        CertificateRequest read = verified == null ? parse(provider, release) : verified.readBy(release);
        known = read;
        return read;
    }

    private CertificateRequest parse(@Nullable Provider provider, KubernetesRelease release) {
        // One character for each byte: PEM is ASCII, and everything else is passed over.
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        return provider == null
                ? CertificateRequest.parse(text, release)
                : CertificateRequest.parse(text, provider, release);
    }
}
