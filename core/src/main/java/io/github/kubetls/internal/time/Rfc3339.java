package io.github.kubetls.internal.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RFC 3339 times as Kubernetes reads and writes them.
 *
 * <p>Go's parser takes an hour of one digit, a comma before the fraction, more than nine digits of it (the rest is cut
 * off) and an offset up to 24:60; it refuses lower-case letters, leap seconds and an hour of 24.
 */
public final class Rfc3339 {

    private static final Pattern TIME =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
                    + "(?:[.,]([0-9]+))?(?:Z|([-+])([0-9]{2}):([0-9]{2}))");

    /** The time that Kubernetes takes for none, where a field holds a time and not a pointer to one. */
    private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

    private Rfc3339() {}

    /** {@return whether a time is Go's zero} */
    public static boolean isZero(Instant time) {
        return time.equals(ZERO);
    }

    /** {@return the time in a text, or empty when it is not a time} */
    public static Optional<Instant> parse(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int month = number(parts.group(2));
        int day = number(parts.group(3));
        int hour = number(parts.group(4));
        int minute = number(parts.group(5));
        int second = number(parts.group(6));
        int offsetHours = parts.group(8) == null ? 0 : number(parts.group(9));
        int offsetMinutes = parts.group(8) == null ? 0 : number(parts.group(10));
        if (month < 1
                || month > 12
                || hour > 23
                || minute > 59
                || second > 59
                || offsetHours > 24
                || offsetMinutes > 60) {
            return Optional.empty();
        }
        LocalDate first = LocalDate.of(number(parts.group(1)), month, 1);
        if (day < 1 || day > first.lengthOfMonth()) {
            return Optional.empty();
        }
        long offset = offsetHours * 3600L + offsetMinutes * 60L;
        return Optional.of(first.withDayOfMonth(day)
                .atTime(hour, minute, second, nanos(parts.group(7)))
                .toInstant(ZoneOffset.UTC)
                .minusSeconds("-".equals(parts.group(8)) ? -offset : offset));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static int nanos(@org.jspecify.annotations.Nullable String fraction) {
        return fraction == null ? 0 : number((fraction + "000000000").substring(0, 9));
    }

    /**
     * {@return a time in UTC with whole seconds, a fraction being cut off, such as {@code 2026-01-31T12:00:00Z}} A year of
     * five digits has no sign, and such a time is read by nobody.
     */
    public static String format(Instant time) {
        String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
        return text.startsWith("+") ? text.substring(1) : text;
    }
}
