package io.github.kubetls.token;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.time.Rfc3339;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.manifest.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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

    /** Splits at every comma, keeping every piece as it is. */
    static List<String> split(String groups) {
        return List.of(groups.split(",", -1));
    }

    /** All groups of the token's user in byte order; empty when one of the extra ones is invalid. */
    static Optional<List<String>> groups(Secret secret) {
        SortedSet<String> groups = new TreeSet<>();
        groups.add(UserInfo.BOOTSTRAPPERS_GROUP);
        String extra = secret.text(EXTRA_GROUPS);
        for (String group : extra.isEmpty() ? List.<String>of() : split(extra)) {
            if (!isExtraGroup(group)) {
                return Optional.empty();
            }
            groups.add(group);
        }
        return Optional.of(List.copyOf(groups));
    }

    /** Whether RFC 3339, whose years have four digits, can write a time. */
    static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST_WRITABLE) && time.isBefore(FIRST_UNWRITABLE);
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
        ObjectMeta metadata = ObjectMeta.of(BootstrapTokenSecret.NAMESPACE, token.secretName());
        return Secret.of(metadata, BootstrapTokenSecret.TYPE, data);
    }
}
