package io.github.kubetls.csr;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.List;
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
