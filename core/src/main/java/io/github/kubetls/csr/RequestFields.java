package io.github.kubetls.csr;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a CertificateSigningRequest; they change only while an object is being built. */
final class RequestFields {
    String apiVersion = CertificateSigningRequest.API_VERSION;
    ObjectMeta metadata = ObjectMeta.builder().build();
    byte[] request = new byte[0];
    SignerName signerName = SignerName.of("");
    List<KeyUsage> usages = List.of();

    @Nullable
    Integer expirationSeconds;

    UserInfo requester = UserInfo.of("");
    List<Condition> conditions = List.of();
    byte[] certificate = new byte[0];

    RequestFields() {}

    RequestFields(RequestFields from) {
        apiVersion = from.apiVersion;
        metadata = from.metadata;
        request = from.request;
        signerName = from.signerName;
        usages = from.usages;
        expirationSeconds = from.expirationSeconds;
        requester = from.requester;
        conditions = List.copyOf(from.conditions);
        certificate = from.certificate;
    }
}
