package io.github.kubetls.token;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.time.Rfc3339;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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
    static final String GROUP_PATTERN = "\\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\z";

    private static final Pattern GROUP = Pattern.compile(GROUP_PATTERN);

    private TokenRules() {}

    static boolean isOn(Secret secret, TokenUsage usage) {
        return secret.text(usage.key()).equals(ON);
    }

    /** Whether a token is past its time: at the very instant, and when the text is no time at all. */
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
}
