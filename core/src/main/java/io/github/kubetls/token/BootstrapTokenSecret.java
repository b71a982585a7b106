package io.github.kubetls.token;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Secret in {@code kube-system} that a cluster keeps a bootstrap token in.
 *
 * <p>It holds a well-formed {@link BootstrapToken}, its name has the token's id, and its expiration, if there is one, is a
 * time. Everything else is kept as it was read, unknown usages and keys included; {@link #findings} tells what that
 * means for the token. {@link #toString()} shows the id only.
 *
 * <pre>{@code
 * String secret = BootstrapTokenSecret.builder(token)
 *     .expiration(now.plus(Duration.ofHours(24)))
 *     .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
 *     .extraGroups("system:bootstrappers:worker").build().toYaml();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#bootstrap-token-secret-format">
 *     Bootstrap Token Secret format</a>
 */
public final class BootstrapTokenSecret implements Secret.Typed {

    /** The Secret's type. */
    public static final String TYPE = "bootstrap.kubernetes.io/token";

    /** The Secret's namespace. */
    public static final String NAMESPACE = ObjectMeta.KUBE_SYSTEM;

    /** What the Secret's name starts with; the token's id follows. */
    public static final String NAME_PREFIX = "bootstrap-token-";

    private final Secret secret;
    private final BootstrapToken token;
    private final @Nullable Instant expiration;

    private BootstrapTokenSecret(Secret secret, BootstrapToken token, @Nullable Instant expiration) {
        this.secret = secret;
        this.token = token;
        this.expiration = expiration;
    }

    /**
     * {@return a builder of a token's Secret, with no usage, no extra groups and no description} Say how long the token
     * lives: {@link Builder#expiration}, {@link Builder#ttl} or {@link Builder#neverExpires}.
     *
     * @param token the token
     */
    public static Builder builder(BootstrapToken token) {
        return new Builder(token);
    }

    /**
     * {@return the Secret that a text holds, checked as kubeadm checks it} The checks are, in their order,
     * {@code TOKEN_ID_MISSING}, {@code NAME_MISMATCH}, {@code TOKEN_SECRET_MISSING}, {@code TOKEN_INVALID} and
     * {@code EXPIRATION_INVALID}. Type, namespace, usages and groups are not checked here: see {@link #findings}.
     *
     * @param text YAML or JSON, one object
     * @throws InvalidFormatException with the code of the first check that failed, or as {@link Secret#parse} does
     */
    public static BootstrapTokenSecret parse(String text) {
        return of(Secret.parse(text));
    }

    /**
     * {@return the bootstrap token Secrets of a stream, in the order of the text: those of the type, and those whose
     * name says that they are meant to be} Other objects are passed over.
     *
     * @param text YAML documents separated by {@code ---}, with lists taken apart, or one JSON value
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static List<BootstrapTokenSecret> parseAll(String text) {
        return Secret.parseAll(text).stream()
                .filter(secret ->
                        secret.type().equals(TYPE) || secret.metadata().name().startsWith(NAME_PREFIX))
                .map(secret -> TokenRules.named(secret, BootstrapTokenSecret::of))
                .toList();
    }

    /**
     * {@return the Secret in a file}
     *
     * @param file the file, with one object in YAML or JSON
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parse} does, with the file as the source of its location
     */
    public static BootstrapTokenSecret read(Path file) throws IOException {
        return ManifestReader.read(file, BootstrapTokenSecret::parse);
    }

    /**
     * {@return the bootstrap token Secrets in a file, as {@link #parseAll} finds them}
     *
     * @param file the file, with a stream or a list
     * @throws IOException when it cannot be read, or is larger than 3 MiB
     * @throws InvalidFormatException as {@link #parse} does, with the file as the source of its location
     */
    public static List<BootstrapTokenSecret> readAll(Path file) throws IOException {
        return ManifestReader.read(file, BootstrapTokenSecret::parseAll);
    }

    /**
     * {@return the Secret in JDK values, as {@link #toMap} and the readers of other libraries give them}
     *
     * @param map the values by field
     * @throws IllegalArgumentException when a value has no form in a manifest, with its path
     * @throws InvalidFormatException as {@link #parse} does
     */
    public static BootstrapTokenSecret fromMap(Map<String, ?> map) {
        return of(Secret.fromMap(map));
    }

    /**
     * {@return a Secret as a bootstrap token Secret}
     *
     * @param secret the Secret
     * @throws InvalidFormatException with the code of the first check that failed, as {@link #parse} names them
     */
    public static BootstrapTokenSecret of(Secret secret) {
        String id = secret.text(TokenRules.TOKEN_ID);
        require(!id.isEmpty(), "TOKEN_ID_MISSING", "data.token-id", "is required");
        require(
                secret.metadata().name().equals(NAME_PREFIX + id),
                "NAME_MISMATCH",
                "metadata.name",
                "is not " + NAME_PREFIX + " followed by the value of data.token-id" + TokenRules.mistake(id));
        String tokenSecret = secret.text(TokenRules.TOKEN_SECRET);
        require(!tokenSecret.isEmpty(), "TOKEN_SECRET_MISSING", "data.token-secret", "is required");
        require(
                BootstrapToken.isToken(id + "." + tokenSecret),
                "TOKEN_INVALID",
                BootstrapToken.isTokenId(id) ? "data.token-secret" : "data.token-id",
                "the token is malformed: expected an id of 6 and a secret of 16 characters of 0-9a-z"
                        + TokenRules.mistake(tokenSecret));
        String text = secret.text(TokenRules.EXPIRATION);
        Optional<Instant> expiration = Rfc3339.parse(text);
        require(
                text.isEmpty() || expiration.isPresent(),
                "EXPIRATION_INVALID",
                "data.expiration",
                "is not a time in RFC 3339 form, such as 2026-01-31T12:00:00Z; a cluster takes the token as expired and"
                        + " deletes the Secret" + TokenRules.mistake(text));
        return new BootstrapTokenSecret(secret, BootstrapToken.of(id, tokenSecret), expiration.orElse(null));
    }

    private static void require(boolean condition, String code, String field, String rule) {
        if (!condition) {
            throw new InvalidFormatException(code, Location.of(field), rule);
        }
    }

    /**
     * {@return the token id in the name of a Secret, or empty when the name is not {@code bootstrap-token-} and an id}
     *
     * @param secretName the name, without namespace
     */
    public static Optional<String> tokenId(String secretName) {
        return Optional.of(secretName)
                .filter(name -> name.startsWith(NAME_PREFIX))
                .map(name -> name.substring(NAME_PREFIX.length()))
                .filter(BootstrapToken::isTokenId);
    }

    /**
     * {@return what kubeadm refuses about one extra group; nothing when a bootstrap token may have it}
     *
     * @param group the group, such as {@code system:bootstrappers:worker}
     */
    public static List<FieldError> violationsOfExtraGroup(String group) {
        return TokenRules.isExtraGroup(group)
                ? List.of()
                : List.of(FieldError.invalid("", group, TokenRules.refusal(group)));
    }

    /** {@return a builder with every part of this Secret, those included that the builder has no method for} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the token} */
    public BootstrapToken token() {
        return token;
    }

    /**
     * {@return whom the token authenticates as long as it does: {@code system:bootstrap:<id>} in
     * {@code system:bootstrappers} and the extra groups, in byte order, without {@code system:authenticated}} An extra
     * group that is invalid is left out; with one, the token does not authenticate at all, as {@link #findings} tells.
     */
    public UserInfo user() {
        List<String> extraGroups = TokenRules.extraGroups(secret);
        return TokenRules.user(
                token, extraGroups.stream().filter(TokenRules::isExtraGroup).toList());
    }

    /** {@return the description, which is for people only, or empty when there is none} */
    public Optional<String> description() {
        return Optional.of(secret.text(TokenRules.DESCRIPTION)).filter(text -> !text.isEmpty());
    }

    /** {@return the first instant at which the token no longer works, or empty when it never expires} */
    public Optional<Instant> expiration() {
        return Optional.ofNullable(expiration);
    }

    /**
     * {@return whether the expiration is reached}
     *
     * @param now the time of whoever decides; no allowance is made for clocks that differ
     */
    public boolean isExpired(Instant now) {
        return TokenRules.isExpired(secret, now);
    }

    /** {@return the usages that are on and that Kubernetes knows} */
    public Set<TokenUsage> usages() {
        Set<TokenUsage> usages = EnumSet.noneOf(TokenUsage.class);
        usageNames().forEach(name -> TokenUsage.of(name).ifPresent(usages::add));
        return Collections.unmodifiableSet(usages);
    }

    /** {@return the names of all usages that are on, known or not, without their prefix, in byte order} */
    public List<String> usageNames() {
        return secret.keys().stream()
                .filter(key -> key.startsWith(TokenUsage.KEY_PREFIX))
                .filter(key -> secret.text(key).equals(TokenRules.ON))
                .map(key -> key.substring(TokenUsage.KEY_PREFIX.length()))
                .toList();
    }

    /**
     * {@return the extra groups in order, valid or not, as kubeadm reads them: the pieces between commas as they are,
     * and none at all when the first piece is empty} The group {@code system:bootstrappers}, which every token has, is
     * not among them.
     */
    public List<String> extraGroups() {
        List<String> pieces = TokenRules.split(secret.text(TokenRules.EXTRA_GROUPS));
        return pieces.get(0).isEmpty() ? List.of() : pieces;
    }

    @Override
    public Secret secret() {
        return secret;
    }

    /**
     * {@return what the token can and cannot do in a cluster, and why, and what in the Secret is most likely a mistake;
     * free of the token's secret}
     *
     * @param now the time to judge by
     */
    public List<Finding> findings(Instant now) {
        return new BootstrapTokenFindings(this, now).all();
    }

    /**
     * A row of {@code kubeadm token list}, without the token itself.
     *
     * @param tokenId     the token's id
     * @param ttl         the remaining time, as {@link #remaining} returns it
     * @param expires     when the token expires, in UTC, or {@code <never>}
     * @param usages      the names of all usages, separated by commas, or {@code <none>}
     * @param description the description, or {@code <none>}
     * @param extraGroups the extra groups, separated by commas, or {@code <none>}
     */
    public record Row(
            String tokenId, String ttl, String expires, String usages, String description, String extraGroups) {}

    /**
     * {@return what {@code kubeadm token list} prints of the token}
     *
     * @param now the time
     */
    public Row row(Instant now) {
        return new Row(
                token.id(),
                remaining(now),
                expiration().map(Rfc3339::format).orElse("<never>"),
                orNone(String.join(",", usageNames())),
                orNone(description().orElse("")),
                orNone(String.join(",", extraGroups())));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    /**
     * {@return the remaining time as {@code kubeadm token list} prints it: {@code 23h}, {@code 0s}, {@code <invalid>}
     * for a token that expired more than a second ago, or {@code <forever>}}
     *
     * @param now the time
     */
    public String remaining(Instant now) {
        return expiration == null ? "<forever>" : TokenRules.remaining(Duration.between(now, expiration));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BootstrapTokenSecret that && secret.equals(that.secret);
    }

    @Override
    public int hashCode() {
        return secret.hashCode();
    }

    /** The id only, such as {@code BootstrapTokenSecret[07401b]}. */
    @Override
    public String toString() {
        return "BootstrapTokenSecret[" + token.id() + "]";
    }

    /** Collects the parts of a {@link BootstrapTokenSecret}. */
    public static final class Builder {
        private final @Nullable Secret original;
        private final Map<String, byte[]> data = new LinkedHashMap<>();
        private final BootstrapToken token;
        private boolean hasLifetime;

        private Builder(BootstrapToken token) {
            this.original = null;
            this.token = token;
            put(TokenRules.TOKEN_ID, token.id());
            put(TokenRules.TOKEN_SECRET, token.secret());
        }

        private Builder(BootstrapTokenSecret from) {
            this.original = from.secret;
            this.token = from.token;
            this.hasLifetime = true;
            from.secret
                    .keys()
                    .forEach(key -> data.put(key, from.secret.value(key).orElseThrow()));
        }

        /** Sets a value; an empty one has no key. */
        private Builder put(String key, String value) {
            if (value.isEmpty()) {
                data.remove(key);
            } else {
                data.put(key, value.getBytes(StandardCharsets.UTF_8));
            }
            return this;
        }

        /**
         * {@return this builder, with the time at which the token expires}
         *
         * @param expiration the time; its fraction of a second is cut off, so the token lives up to a second less
         * @throws IllegalArgumentException when the time is outside the years 0 to 9999, which RFC 3339 cannot write
         */
        public Builder expiration(Instant expiration) {
            Instant seconds = expiration.truncatedTo(ChronoUnit.SECONDS);
            if (!TokenRules.isWritable(seconds)) {
                throw new IllegalArgumentException("the expiration is outside the years 0 to 9999");
            }
            this.hasLifetime = true;
            return put(TokenRules.EXPIRATION, Rfc3339.format(seconds));
        }

        /**
         * {@return this builder, with the token's time to live}
         *
         * @param ttl the time to live, more than zero
         * @param now the time that it is counted from; a slow clock makes tokens that have expired when they arrive
         * @throws IllegalArgumentException when the ttl is zero or negative, which upstream takes as "for ever"
         *     ({@link #neverExpires} says that), when it is so short that nothing of it is left in whole seconds, or when the
         *     token would expire after the year 9999
         */
        public Builder ttl(Duration ttl, Instant now) {
            if (ttl.isZero() || ttl.isNegative()) {
                throw new IllegalArgumentException(
                        "the ttl must be more than zero; use neverExpires() for a token without end");
            }
            Instant end;
            try {
                end = now.plus(ttl);
            } catch (DateTimeException | ArithmeticException e) {
                throw new IllegalArgumentException("the token would expire after the year 9999", e);
            }
            if (!end.truncatedTo(ChronoUnit.SECONDS).isAfter(now)) {
                throw new IllegalArgumentException("the ttl is so short that the token would be expired already");
            }
            return expiration(end);
        }

        /** {@return this builder, which lets the token live until its Secret is deleted} */
        public Builder neverExpires() {
            this.hasLifetime = true;
            return put(TokenRules.EXPIRATION, "");
        }

        /**
         * {@return this builder, with the usages of the token, in place of all others}
         *
         * @param usages the usages to switch on
         */
        public Builder usages(TokenUsage... usages) {
            return usages(List.of(usages));
        }

        /**
         * {@return this builder, with the usages of the token, in place of all others}
         *
         * @param usages the usages to switch on
         */
        public Builder usages(List<TokenUsage> usages) {
            data.keySet().removeIf(key -> key.startsWith(TokenUsage.KEY_PREFIX));
            usages.forEach(usage -> put(usage.key(), TokenRules.ON));
            return this;
        }

        /**
         * {@return this builder, with the groups that the token's user is in besides {@code system:bootstrappers}}
         *
         * @param groups groups such as {@code system:bootstrappers:worker}
         * @throws IllegalArgumentException when a group does not match {@code system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]},
         *     for which a cluster would refuse the whole token
         */
        public Builder extraGroups(String... groups) {
            return extraGroups(List.of(groups));
        }

        /**
         * {@return this builder, with the groups that the token's user is in besides {@code system:bootstrappers}}
         *
         * @param groups groups such as {@code system:bootstrappers:worker}
         * @throws IllegalArgumentException as {@link #extraGroups(String...)} does
         */
        public Builder extraGroups(List<String> groups) {
            for (String group : groups) {
                if (!TokenRules.isExtraGroup(group)) {
                    throw new IllegalArgumentException(
                            "the extra group \"" + group + "\" " + BootstrapTokenFindings.groupDefect(group));
                }
            }
            return put(TokenRules.EXTRA_GROUPS, String.join(",", groups));
        }

        /**
         * {@return this builder, with the description}
         *
         * @param description what people should know; empty for none
         */
        public Builder description(String description) {
            return put(TokenRules.DESCRIPTION, description);
        }

        /**
         * {@return the Secret}
         *
         * @throws IllegalStateException when nothing says how long the token lives
         */
        public BootstrapTokenSecret build() {
            if (!hasLifetime) {
                throw new IllegalStateException("say how long the token lives: expiration, ttl or neverExpires");
            }
            return BootstrapTokenSecret.of(original == null ? TokenRules.secret(token, data) : original.withData(data));
        }
    }
}
