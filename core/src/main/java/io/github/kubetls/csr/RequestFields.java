package io.github.kubetls.csr;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.manifest.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The fields of a CertificateSigningRequest; nobody writes into the arrays. */
record RequestFields(
        String apiVersion,
        ObjectMeta metadata,
        byte[] request,
        SignerName signerName,
        List<KeyUsage> usages,
        @Nullable Integer expirationSeconds,
        UserInfo requester,
        List<Condition> conditions,
        byte[] certificate) {

    RequestFields {
        usages = List.copyOf(usages);
        conditions = List.copyOf(conditions);
    }

    static RequestFields of(byte[] request, SignerName signerName) {
        return new RequestFields(
                CertificateSigningRequest.API_VERSION,
                ObjectMeta.builder().build(),
                request,
                signerName,
                List.of(),
                null,
                UserInfo.of(""),
                List.of(),
                new byte[0]);
    }

    /** The request, as the API server of a release reads it. */
    CertificateRequest pkcs10(KubernetesRelease release) {
        // One character for each byte: PEM is ASCII, and everything else is passed over.
        return CertificateRequest.parse(new String(request, StandardCharsets.ISO_8859_1), release);
    }

    OptionalInt expiration() {
        return expirationSeconds == null ? OptionalInt.empty() : OptionalInt.of(expirationSeconds);
    }

    Optional<Condition> condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** Name, signer, requester and state. */
    String summary() {
        String name = metadata.name().isEmpty() ? metadata.generateName() + "*" : metadata.name();
        return Visible.text("CertificateSigningRequest[" + name + ", " + signerName + ", " + requester.name() + ", "
                + Condition.summary(conditions, certificate.length > 0) + "]");
    }

    RequestFields requestedBy(UserInfo user) {
        return withRequester(user).withConditions(List.of()).withCertificate(new byte[0]);
    }

    RequestFields withApiVersion(String apiVersion) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withMetadata(ObjectMeta metadata) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withSignerName(SignerName signerName) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withUsages(List<KeyUsage> usages) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withExpirationSeconds(Integer expirationSeconds) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withRequester(UserInfo requester) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withConditions(List<Condition> conditions) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }

    RequestFields withCertificate(byte[] certificate) {
        return new RequestFields(
                apiVersion,
                metadata,
                request,
                signerName,
                usages,
                expirationSeconds,
                requester,
                conditions,
                certificate);
    }
}
