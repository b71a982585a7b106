package io.github.kubetls.token;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The keys of a bootstrap token Secret, and the rules on their values that several readers share. */
final class TokenRules {

    static final String TOKEN_ID = "token-id";
    static final String TOKEN_SECRET = "token-secret";
    static final String EXPIRATION = "expiration";
    static final String DESCRIPTION = "description";
    static final String EXTRA_GROUPS = "auth-extra-groups";
    static final String ON = "true";

    /** What an extra group must look like. */
    static final String GROUP_PATTERN = "\\A" + UserInfo.BOOTSTRAPPERS_GROUP + ":[a-z0-9:-]{0,255}[a-z0-9]\\z";

    private static final Instant FIRST_WRITABLE = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant FIRST_UNWRITABLE = Instant.parse("+10000-01-01T00:00:00Z");
    private static final Pattern GROUP = Pattern.compile(GROUP_PATTERN);

    private TokenRules() {}

    static boolean isOn(Secret secret, TokenUsage usage) {
        return secret.text(usage.key()).equals(ON);
    }

    /** Whether a token is past its time: from the very instant on, and also when the text is not a time. */
    static boolean isExpired(Secret secret, Instant now) {
        String text = secret.text(EXPIRATION);
        return !text.isEmpty()
                && Rfc3339.parse(text).map(time -> !time.isAfter(now)).orElse(true);
    }

    static boolean isExtraGroup(String name) {
        return GROUP.matcher(name).matches();
    }

    /** Reads one Secret of several: errors name it. */
    static <T> T named(Secret secret, Function<Secret, T> reader) {
        try {
            return reader.apply(secret);
        } catch (InvalidFormatException e) {
            throw e.within(Location.of("Secret " + secret.metadata()));
        }
    }

    /** Splits at every comma, keeping every piece as it is. */
    static List<String> split(String groups) {
        return List.of(groups.split(",", -1));
    }

    /** The extra groups of a Secret as the API server reads them, valid or not. */
    static List<String> extraGroups(Secret secret) {
        String extra = secret.text(EXTRA_GROUPS);
        return extra.isEmpty() ? List.of() : split(extra);
    }

    /** Whom a token authenticates, with groups in byte order. */
    static UserInfo user(BootstrapToken token, List<String> extraGroups) {
        NavigableSet<String> groups = new TreeSet<>(extraGroups);
        groups.add(UserInfo.BOOTSTRAPPERS_GROUP);
        return UserInfo.builder(token.userName()).groups(List.copyOf(groups)).build();
    }

    /** What kubeadm says of an extra group that is invalid. */
    static String refusal(String group) {
        return "bootstrap group " + GoText.quote(group) + " is invalid (must match " + GROUP_PATTERN + ")";
    }

    /** Whether RFC 3339, whose years have four digits, can write a time. */
    static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST_WRITABLE) && time.isBefore(FIRST_UNWRITABLE);
    }

    /** A duration as {@code kubeadm token list} prints it. */
    static String remaining(Duration left) {
        // Whole seconds are cut off toward zero, also those of a negative duration.
        long seconds = left.isNegative() && left.getNano() > 0 ? left.getSeconds() + 1 : left.getSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (left.isNegative()) {
            return "0s";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        if (left.toHours() < 24) {
            return left.toHours() + "h";
        }
        return left.toDays() < 365 ? left.toDays() + "d" : left.toDays() / 365 + "y";
    }

    /** The Secret of a token, as kubeadm writes it: empty parts get no key. */
    static Secret secret(
            BootstrapToken token,
            String description,
            Optional<String> expiration,
            List<String> usages,
            List<String> extraGroups) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        BiConsumer<String, String> put = (key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8));
        put.accept(TOKEN_ID, token.id());
        put.accept(TOKEN_SECRET, token.secret());
        if (!description.isEmpty()) {
            put.accept(DESCRIPTION, description);
        }
        expiration.ifPresent(time -> put.accept(EXPIRATION, time));
        usages.forEach(usage -> put.accept(TokenUsage.KEY_PREFIX + usage, ON));
        if (!extraGroups.isEmpty()) {
            put.accept(EXTRA_GROUPS, String.join(",", extraGroups));
        }
        return secret(token, data);
    }

    /** The Secret of a token with given values. */
    static Secret secret(BootstrapToken token, Map<String, byte[]> data) {
        ObjectMeta metadata = ObjectMeta.of(BootstrapTokenSecret.NAMESPACE, token.secretName());
        return Secret.of(metadata, BootstrapTokenSecret.TYPE, data);
    }

    /** How a value most likely came to be what it is. */
    static String mistake(String value) {
        if (value.endsWith("\n")) {
            return "; its value ends with a line feed: encode it with echo -n or printf";
        }
        return isBase64OfText(value)
                ? "; its value is base64 once more: encode it once under data, not at all under stringData"
                : "";
    }

    private static boolean isBase64OfText(String value) {
        try {
            byte[] decoded = Base64Text.decode(value.strip());
            return decoded.length > 0
                    && new String(decoded, StandardCharsets.ISO_8859_1)
                            .strip()
                            .chars()
                            .allMatch(c -> c > ' ' && c < 0x7F);
        } catch (Base64Text.IllegalBase64 e) {
            return false;
        }
    }
}
