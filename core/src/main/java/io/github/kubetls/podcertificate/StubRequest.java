package io.github.kubetls.podcertificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.internal.release.Feature;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@code spec.stubPKCS10Request}, and the request that they hold once somebody has asked for it: objects that
 * differ in something else share it, so that its signature is verified once.
 */
final class StubRequest {

    static final StubRequest NONE = new StubRequest(new byte[0]);

    /** Nobody writes into it. */
    private final byte[] der;

    private volatile @Nullable CertificateRequest known;

    StubRequest(byte[] der) {
        this.der = der;
    }

    static StubRequest of(CertificateRequest request) {
        StubRequest stub = new StubRequest(request.toDer());
        stub.known = request;
        return stub;
    }

    byte[] bytes() {
        return der;
    }

    /** The request, as the release reads it that knows most kinds of keys; empty when there is none. */
    Optional<CertificateRequest> read() {
        return der.length == 0 ? Optional.empty() : Optional.of(read(Feature.POD_CERTIFICATE_ML_DSA.first()));
    }

    /** The request, as a release reads it, with its signature verified by now. */
    CertificateRequest read(KubernetesRelease release) {
        CertificateRequest verified = known;
        CertificateRequest read =
                verified == null ? CertificateRequest.parseDer(der, release) : verified.readBy(release);
        known = read;
        return read;
    }
}
