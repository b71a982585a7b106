package io.github.kubetls.csr;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.manifest.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The fields of a CertificateSigningRequest; nobody writes into the arrays. */
record RequestFields(
        String apiVersion,
        ObjectMeta metadata,
        EncodedRequest request,
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

    RequestFields with(Consumer<Draft> change) {
        Draft draft = draft();
        change.accept(draft);
        return draft.fields();
    }

    Draft draft() {
        Draft draft = new Draft(request, signerName);
        draft.apiVersion = apiVersion;
        draft.metadata = metadata;
        draft.usages = usages;
        draft.expirationSeconds = expirationSeconds;
        draft.requester = requester;
        draft.conditions = conditions;
        draft.certificate = certificate;
        return draft;
    }

    /** The fields while they are collected or changed; it begins as a new object of the latest version. */
    static final class Draft {
        String apiVersion = CertificateSigningRequest.API_VERSION;
        ObjectMeta metadata = ObjectMeta.builder().build();
        final EncodedRequest request;
        SignerName signerName;
        List<KeyUsage> usages = List.of();

        @Nullable
        Integer expirationSeconds;

        UserInfo requester = UserInfo.of("");
        List<Condition> conditions = List.of();
        byte[] certificate = new byte[0];

        Draft(EncodedRequest request, SignerName signerName) {
            this.request = request;
            this.signerName = Objects.requireNonNull(signerName, "signerName");
        }

        static Draft of(CertificateRequest request, SignerName signerName) {
            return new Draft(EncodedRequest.of(request), signerName);
        }

        void add(Condition condition) {
            List<Condition> longer = new ArrayList<>(conditions);
            longer.add(condition);
            conditions = longer;
        }

        void requestedBy(UserInfo user) {
            requester = Objects.requireNonNull(user, "user");
            conditions = List.of();
            certificate = new byte[0];
        }

        RequestFields fields() {
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
}
