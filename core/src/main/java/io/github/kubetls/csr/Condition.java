package io.github.kubetls.csr;

import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.YamlNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition in the status of a CertificateSigningRequest: a decision, a failure, or something of a signer's own.
 *
 * <p>The status is mandatory in API version v1 and is {@code True} in all that the factories make: an approval without it is
 * refused. The server fills in times that are absent.
 *
 * <pre>{@code
 * Condition condition = Condition.approved("ApprovedByAdmin", "checked by hand");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#approval-rejection">
 *     Approval or rejection</a>
 */
public final class Condition {

    /** Type of the condition that lets a signer sign. */
    public static final String APPROVED = "Approved";

    /** Type of the condition that ends a request without a certificate. */
    public static final String DENIED = "Denied";

    /** Type of the condition that a signer sets when it cannot sign. */
    public static final String FAILED = "Failed";

    /** Status of a condition that holds. */
    public static final String TRUE = "True";

    private final String type;
    private final String status;
    private final String reason;
    private final String message;
    private final @Nullable Instant lastUpdateTime;
    private final @Nullable Instant lastTransitionTime;

    private Condition(Builder builder) {
        this.type = builder.type;
        this.status = builder.status;
        this.reason = builder.reason;
        this.message = builder.message;
        this.lastUpdateTime = builder.lastUpdateTime;
        this.lastTransitionTime = builder.lastTransitionTime;
    }

    /**
     * {@return an approval, of status {@code True} and without times}
     *
     * @param reason  why, in one word such as {@code AutoApproved}
     * @param message why, for people
     */
    public static Condition approved(String reason, String message) {
        return builder(APPROVED).reason(reason).message(message).build();
    }

    /**
     * {@return a denial, of status {@code True} and without times}
     *
     * @param reason  why, in one word
     * @param message why, for people
     */
    public static Condition denied(String reason, String message) {
        return builder(DENIED).reason(reason).message(message).build();
    }

    /**
     * {@return a signer's failure, of status {@code True} and without times}
     *
     * @param reason  why, in one word such as {@code SignerValidationFailure}
     * @param message why, for people
     */
    public static Condition failed(String reason, String message) {
        return builder(FAILED).reason(reason).message(message).build();
    }

    /**
     * {@return a builder of a condition of status {@code True}}
     *
     * @param type the type
     */
    public static Builder builder(String type) {
        return new Builder(type);
    }

    static Condition read(YamlNode node, String defaultStatus) {
        String status = node.get("status").string();
        Builder builder = builder(node.get("type").string())
                .status(status.isEmpty() ? defaultStatus : status)
                .reason(node.get("reason").string())
                .message(node.get("message").string());
        ManifestReader.optionalTime(node.get("lastUpdateTime")).ifPresent(builder::lastUpdateTime);
        ManifestReader.optionalTime(node.get("lastTransitionTime")).ifPresent(builder::lastTransitionTime);
        return builder.build();
    }

    /**
     * {@return the state of a request as the column CONDITION of {@code kubectl get csr} shows it: {@code Pending}, or the
     * decision and {@code Failed}, and {@code Issued}, joined by commas}
     *
     * @param conditions the request's conditions
     * @param isIssued   whether it has a certificate
     */
    public static String summary(List<Condition> conditions, boolean isIssued) {
        Set<String> types = conditions.stream().map(Condition::type).collect(Collectors.toSet());
        List<String> words = new ArrayList<>();
        words.add(types.contains(DENIED) ? DENIED : types.contains(APPROVED) ? APPROVED : "Pending");
        if (types.contains(FAILED)) {
            words.add(FAILED);
        }
        if (isIssued) {
            words.add("Issued");
        }
        return String.join(",", words);
    }

    /**
     * {@return {@link #APPROVED}, {@link #DENIED}, {@link #FAILED}, or a signer's own type; may be empty in what was read}
     */
    public String type() {
        return type;
    }

    /** {@return {@code True}, {@code False} or {@code Unknown}; may be empty in what was read} */
    public String status() {
        return status;
    }

    /** {@return the reason, one word; may be empty} */
    public String reason() {
        return reason;
    }

    /** {@return the message, text for people; may be empty} */
    public String message() {
        return message;
    }

    /** {@return when the condition last changed in any field, or empty} */
    public Optional<Instant> lastUpdateTime() {
        return Optional.ofNullable(lastUpdateTime);
    }

    /** {@return when the status last changed, or empty} */
    public Optional<Instant> lastTransitionTime() {
        return Optional.ofNullable(lastTransitionTime);
    }

    /** {@return a builder with every field of this condition} */
    public Builder toBuilder() {
        Builder builder = builder(type).status(status).reason(reason).message(message);
        builder.lastUpdateTime = lastUpdateTime;
        builder.lastTransitionTime = lastTransitionTime;
        return builder;
    }

    /** Whether it ends a request for a signer of Kubernetes, to which a status that is absent is no objection. */
    boolean isFailure() {
        return type.equals(FAILED) && (status.equals(TRUE) || status.isEmpty());
    }

    /** This condition, which came about now. */
    Condition at(Instant now) {
        return toBuilder().lastUpdateTime(now).lastTransitionTime(now).build();
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("status", status);
        if (!reason.isEmpty()) {
            map.put("reason", reason);
        }
        if (!message.isEmpty()) {
            map.put("message", message);
        }
        lastUpdateTime().ifPresent(time -> map.put("lastUpdateTime", Rfc3339.format(time)));
        lastTransitionTime().ifPresent(time -> map.put("lastTransitionTime", Rfc3339.format(time)));
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Condition that && toMap().equals(that.toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    /** Type, status, reason and message. */
    @Override
    public String toString() {
        return Visible.text(type + "=" + status + " (" + reason + ": " + message + ")");
    }

    /** Collects the fields of a {@link Condition}. */
    public static final class Builder {
        private final String type;
        private String status = TRUE;
        private String reason = "";
        private String message = "";
        private @Nullable Instant lastUpdateTime;
        private @Nullable Instant lastTransitionTime;

        private Builder(String type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /**
         * {@return this builder, with the status}
         *
         * @param status {@code True}, {@code False} or {@code Unknown}
         */
        public Builder status(String status) {
            this.status = Objects.requireNonNull(status, "status");
            return this;
        }

        /**
         * {@return this builder, with the reason}
         *
         * @param reason one word
         */
        public Builder reason(String reason) {
            this.reason = Objects.requireNonNull(reason, "reason");
            return this;
        }

        /**
         * {@return this builder, with the message}
         *
         * @param message text for people
         */
        public Builder message(String message) {
            this.message = Objects.requireNonNull(message, "message");
            return this;
        }

        /**
         * {@return this builder, with when the condition last changed}
         *
         * @param time the time, of which whole seconds are kept
         */
        public Builder lastUpdateTime(Instant time) {
            this.lastUpdateTime = time.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /**
         * {@return this builder, with when the status last changed}
         *
         * @param time the time, of which whole seconds are kept
         */
        public Builder lastTransitionTime(Instant time) {
            this.lastTransitionTime = time.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /** {@return the condition} */
        public Condition build() {
            return new Condition(this);
        }
    }
}
