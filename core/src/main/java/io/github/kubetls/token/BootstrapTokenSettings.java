package io.github.kubetls.token;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.KubeadmVersion;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator asks of kubeadm for one bootstrap token: an entry of {@code bootstrapTokens} in an
 * {@code InitConfiguration}, or the flags of {@code kubeadm token create}.
 *
 * <p>Nothing is checked on construction: {@link #violations} tells everything that kubeadm refuses, {@link #withDefaults}
 * fills in what was left out, and {@link #toSecret} makes the Secret. kubeadm's own defaulting makes two sensible wishes
 * impossible, a token with {@code expires} and one for signing only; {@link #withDefaults} repairs that, and
 * {@link #withKubeadmDefaults} does not. {@link #toString()} shows nothing of the token.
 *
 * <pre>{@code
 * BootstrapTokenSecret secret = BootstrapTokenSettings.builder().token("07401b.f395accd246ae52d")
 *     .usages("signing").build().withDefaults().toSecret(now);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#BootstrapToken">BootstrapToken</a>
 */
public final class BootstrapTokenSettings {

    /** How long a token lives by default. */
    public static final Duration DEFAULT_TTL = Duration.ofHours(24);

    /** The extra group that kubeadm gives a token by default. */
    public static final String DEFAULT_GROUP = UserInfo.BOOTSTRAPPERS_GROUP + ":kubeadm:default-node-token";

    private static final int MOST_GROUPS = 100;
    private static final List<String> DEFAULT_USAGES =
            List.of(TokenUsage.SIGNING.value(), TokenUsage.AUTHENTICATION.value());

    private static final String UNWRITABLE = "the token would expire outside the years 0 to 9999";

    private final String token;
    private final String description;
    private final @Nullable Duration ttl;
    private final @Nullable Instant expires;
    private final List<String> usages;
    private final List<String> groups;
    private final String version;

    private BootstrapTokenSettings(Builder builder) {
        this.token = builder.token;
        this.description = builder.description;
        this.ttl = builder.ttl;
        this.expires = builder.expires;
        this.usages = builder.usages;
        this.groups = builder.groups;
        this.version = builder.version;
    }

    /** {@return a builder with nothing set} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return the {@code bootstrapTokens}, in order, of the {@code InitConfiguration} in a kubeadm configuration file;
     * none when there is no such document or list}
     *
     * @param text YAML documents, one of which may be an {@code InitConfiguration} of {@code kubeadm.k8s.io}
     * @throws InvalidFormatException when the text is not well-formed, a field has the wrong type, a token is there and empty
     *     ({@code TOKEN_INVALID}), a ttl is not a duration ({@code DURATION_INVALID}) or a time is not in RFC 3339 form ({@code TIME_INVALID})
     */
    public static List<BootstrapTokenSettings> parseAll(String text) {
        return InitConfiguration.bootstrapTokens(Yaml.readAll(text, ""));
    }

    /**
     * {@return the {@code bootstrapTokens} of a kubeadm configuration file, as {@link #parseAll} finds them}
     *
     * @param file the file
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parseAll} does, with the file as the source of its location
     */
    public static List<BootstrapTokenSettings> readAll(Path file) throws IOException {
        return ManifestReader.read(file, BootstrapTokenSettings::parseAll);
    }

    /**
     * {@return a time to live in the syntax of flags and configuration files; kubeadm takes zero and less as "for
     * ever"} It is written as numbers with the units {@code h}, {@code m}, {@code s}, {@code ms}, {@code us} and
     * {@code ns}, such as {@code 24h0m0s} or {@code 1.5h}, or as a bare {@code 0}.
     *
     * @param text the text
     * @throws InvalidFormatException with code {@code DURATION_INVALID} when the text is not a duration; there is no unit
     *     {@code d} for days
     */
    public static Duration parseTtl(String text) {
        return GoDuration.parse(text, Location.none());
    }

    /**
     * {@return the settings of a Secret, as in {@code kubeadm token list}: {@code expires} instead of a ttl, and usages
     * and groups as they are}
     *
     * @param secret the Secret
     */
    public static BootstrapTokenSettings of(BootstrapTokenSecret secret) {
        Builder builder = builder()
                .token(secret.token().bearerToken())
                .description(secret.description().orElse(""))
                .usages(secret.usageNames())
                .groups(secret.extraGroups());
        secret.expiration().ifPresent(builder::expires);
        return builder.build();
    }

    /**
     * {@return the token text, well-formed or not, or empty when it is to be generated; keep it out of logs and
     * messages}
     */
    public Optional<String> token() {
        return Optional.of(token).filter(text -> !text.isEmpty());
    }

    /** {@return the description, or empty when there is none} */
    public Optional<String> description() {
        return Optional.of(description).filter(text -> !text.isEmpty());
    }

    /** {@return the time to live; zero or less means for ever} */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(ttl);
    }

    /** {@return when the token expires} */
    public Optional<Instant> expires() {
        return Optional.ofNullable(expires);
    }

    /** {@return the usages by name, known or not} */
    public List<String> usages() {
        return usages;
    }

    /** {@return the extra groups, valid or not} */
    public List<String> groups() {
        return groups;
    }

    /**
     * {@return a copy with defaults for what was left out: 24 hours unless {@code expires} is set, both usages, and
     * kubeadm's group for nodes if the token authenticates}
     */
    public BootstrapTokenSettings withDefaults() {
        Builder copy = toBuilder();
        copy.ttl = copy.ttl == null && copy.expires == null ? DEFAULT_TTL : copy.ttl;
        copy.usages = copy.usages.isEmpty() ? DEFAULT_USAGES : copy.usages;
        if (copy.groups.isEmpty() && copy.usages.contains(TokenUsage.AUTHENTICATION.value())) {
            copy.groups = List.of(DEFAULT_GROUP);
        }
        return copy.build();
    }

    /**
     * {@return a copy with kubeadm's own defaults for what was left out, field by field} A token with {@code expires}
     * then has a ttl too, and one for signing only has a group: both are among the {@link #violations}.
     */
    public BootstrapTokenSettings withKubeadmDefaults() {
        Builder copy = toBuilder();
        copy.ttl = copy.ttl == null ? DEFAULT_TTL : copy.ttl;
        copy.usages = copy.usages.isEmpty() ? DEFAULT_USAGES : copy.usages;
        copy.groups = copy.groups.isEmpty() ? List.of(DEFAULT_GROUP) : copy.groups;
        return copy.build();
    }

    /**
     * {@return the entries of a list, completed as by {@link #withDefaults()}; for an empty list one token with
     * defaults}
     *
     * @param tokens the entries
     */
    public static List<BootstrapTokenSettings> withDefaults(List<BootstrapTokenSettings> tokens) {
        return atLeastOne(tokens).map(BootstrapTokenSettings::withDefaults).toList();
    }

    /**
     * {@return the entries of a list, completed as by {@link #withKubeadmDefaults()}; for an empty list one token with
     * defaults}
     *
     * @param tokens the entries
     */
    public static List<BootstrapTokenSettings> withKubeadmDefaults(List<BootstrapTokenSettings> tokens) {
        return atLeastOne(tokens)
                .map(BootstrapTokenSettings::withKubeadmDefaults)
                .toList();
    }

    private static Stream<BootstrapTokenSettings> atLeastOne(List<BootstrapTokenSettings> tokens) {
        return tokens.isEmpty() ? Stream.of(builder().build()) : tokens.stream();
    }

    /**
     * {@return {@link #violations(List, KubernetesRelease)} of the latest release}
     *
     * @param tokens the entries, completed by defaults
     */
    public static List<FieldError> violations(List<BootstrapTokenSettings> tokens) {
        return violations(tokens, KubernetesRelease.latest());
    }

    /**
     * {@return what kubeadm refuses about a list of tokens, in its words and order, as {@link #violations()} tells it; and,
     * of tokens that were read, whether it reads the version that they were written in}
     *
     * @param tokens  the entries, completed by defaults; their fields are at paths such as {@code bootstrapTokens.0.usages}
     * @param release the release of kubeadm
     */
    public static List<FieldError> violations(List<BootstrapTokenSettings> tokens, KubernetesRelease release) {
        List<FieldError> violations = new ArrayList<>();
        tokens.stream()
                .map(settings -> settings.version)
                .distinct()
                .forEach(version -> KubeadmVersion.refusal(version, release)
                        .map(refusal -> FieldError.invalid("apiVersion", KubeadmVersion.GROUP + version, refusal))
                        .ifPresent(violations::add));
        for (int i = 0; i < tokens.size(); i++) {
            Location entry = Location.of("bootstrapTokens." + i);
            tokens.get(i).violations().forEach(violation -> violations.add(violation.within(entry)));
        }
        return violations;
    }

    /**
     * {@return what kubeadm of every release refuses about this token, once it is completed by defaults, in its words and
     * order} The fields are at paths such as {@code usages}. Where kubeadm prints the token, {@code <masked>} stands here. Of
     * very many groups the first hundred are judged one by one.
     */
    public List<FieldError> violations() {
        List<FieldError> violations = new ArrayList<>();
        if (!token.isEmpty() && !BootstrapToken.isToken(token)) {
            violations.add(FieldError.invalidLiteral("token", "<masked>", "the bootstrap token is invalid"));
        }
        Set<String> unknown = new TreeSet<>(usages);
        DEFAULT_USAGES.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            violations.add(FieldError.invalidLiteral(
                    "usages",
                    GoText.literal(usages),
                    "invalid bootstrap token usage string: " + String.join(",", unknown) + ", valid usage options: "
                            + String.join(",", DEFAULT_USAGES)));
        }
        if (!groups.isEmpty() && !usages.contains(TokenUsage.AUTHENTICATION.value())) {
            violations.add(FieldError.invalidLiteral(
                    "groups",
                    GoText.literal(groups),
                    "token groups cannot be specified unless --usages includes \"authentication\""));
        }
        // Each of them repeats all groups.
        groups.stream()
                .filter(group -> !TokenRules.isExtraGroup(group))
                .limit(MOST_GROUPS)
                .map(group -> FieldError.invalidLiteral("groups", GoText.literal(groups), TokenRules.refusal(group)))
                .forEach(violations::add);
        if (ttl != null && expires != null) {
            violations.add(
                    FieldError.invalid("", "", "the BootstrapToken .TTL and .Expires fields are mutually exclusive"));
        }
        return violations;
    }

    /** {@return what kubeadm takes silently, but differently from what it looks like; free of the token} */
    public List<Finding> findings() {
        boolean endless = ttl != null && expires == null && (ttl.isZero() || ttl.isNegative());
        return endless
                ? List.of(Finding.warning(
                        "EXPIRATION_MISSING",
                        Location.of("ttl"),
                        "a ttl of zero or less means that the token never expires",
                        "give it a ttl of a day or less"))
                : List.of();
    }

    /**
     * {@return the Secret as kubeadm makes it, whatever the {@link #violations}} {@code expires} wins over the ttl,
     * a ttl of zero or less means no expiration, and usages and groups are written as they are.
     *
     * @param now the time that the ttl is counted from; its fraction of a second is cut off after adding
     * @throws IllegalStateException when there is no token, or the token would expire outside the years 0 to 9999
     * @throws InvalidFormatException with code {@code TOKEN_INVALID} when the token is malformed
     * @throws IllegalArgumentException when a usage cannot be part of a key
     */
    public BootstrapTokenSecret toSecret(Instant now) {
        if (token.isEmpty()) {
            throw new IllegalStateException("there is no token yet: generate one and set it");
        }
        return BootstrapTokenSecret.of(TokenRules.secret(
                BootstrapToken.parse(token), description, expiration(now).map(Rfc3339::format), usages, groups));
    }

    private Optional<Instant> expiration(Instant now) {
        if (expires != null) {
            return Optional.of(writable(expires));
        }
        if (ttl == null || ttl.isZero() || ttl.isNegative()) {
            return Optional.empty();
        }
        try {
            return Optional.of(writable(now.plus(ttl)));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalStateException(UNWRITABLE, e);
        }
    }

    private static Instant writable(Instant time) {
        if (!TokenRules.isWritable(time)) {
            throw new IllegalStateException(UNWRITABLE);
        }
        return time;
    }

    /** {@return a builder with every part of these settings} */
    public Builder toBuilder() {
        Builder copy =
                builder().token(token).description(description).usages(usages).groups(groups);
        copy.ttl = ttl;
        copy.expires = expires;
        copy.version = version;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BootstrapTokenSettings that
                && token.equals(that.token)
                && description.equals(that.description)
                && Objects.equals(ttl, that.ttl)
                && Objects.equals(expires, that.expires)
                && usages.equals(that.usages)
                && groups.equals(that.groups);
    }

    @Override
    public int hashCode() {
        return Objects.hash(description, ttl, expires, usages, groups);
    }

    /** Life time, usages and groups, and nothing of the token. */
    @Override
    public String toString() {
        return "BootstrapTokenSettings[ttl=" + ttl().map(GoDuration::format).orElse("") + ", expires="
                + expires().map(Rfc3339::format).orElse("") + ", usages=" + Visible.text(usages) + ", groups="
                + Visible.text(groups)
                + "]";
    }

    /** Collects the parts of {@link BootstrapTokenSettings}. */
    public static final class Builder {
        private String token = "";
        private String description = "";
        private @Nullable Duration ttl;
        private @Nullable Instant expires;
        private List<String> usages = List.of();
        private List<String> groups = List.of();
        String version = "";

        private Builder() {}

        /**
         * {@return this builder, with the token text}
         *
         * @param token the text, well-formed or not; empty when it is to be generated
         */
        public Builder token(String token) {
            this.token = Objects.requireNonNull(token, "token");
            return this;
        }

        /**
         * {@return this builder, with the token}
         *
         * @param token the token
         */
        public Builder token(BootstrapToken token) {
            return token(token.bearerToken());
        }

        /**
         * {@return this builder, with the description}
         *
         * @param description the description; empty for none
         */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /**
         * {@return this builder, with the time to live}
         *
         * @param ttl the time to live; kubeadm takes zero or less as "for ever"
         */
        public Builder ttl(Duration ttl) {
            this.ttl = Objects.requireNonNull(ttl, "ttl");
            return this;
        }

        /**
         * {@return this builder, with the time at which the token expires}
         *
         * @param expires the time
         */
        public Builder expires(Instant expires) {
            this.expires = Objects.requireNonNull(expires, "expires");
            return this;
        }

        /**
         * {@return this builder, with the usages by name}
         *
         * @param usages the names; empty for the default
         */
        public Builder usages(String... usages) {
            return usages(List.of(usages));
        }

        /**
         * {@return this builder, with the usages by name}
         *
         * @param usages the names; empty for the default
         */
        public Builder usages(List<String> usages) {
            this.usages = List.copyOf(usages);
            return this;
        }

        /**
         * {@return this builder, with the extra groups}
         *
         * @param groups the groups; empty for the default
         */
        public Builder groups(String... groups) {
            return groups(List.of(groups));
        }

        /**
         * {@return this builder, with the extra groups}
         *
         * @param groups the groups; empty for the default
         */
        public Builder groups(List<String> groups) {
            this.groups = List.copyOf(groups);
            return this;
        }

        /** {@return the settings} */
        public BootstrapTokenSettings build() {
            return new BootstrapTokenSettings(this);
        }
    }
}
