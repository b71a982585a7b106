package io.github.kubetls.internal.time;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in Go's syntax, such as {@code 24h0m0s} or {@code 1.5h}, which flags and configuration files use. */
public final class GoDuration {

    /** The longest that Go has. */
    public static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00B5s", 1_000L,
            "\u03BCs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final Pattern PART = Pattern.compile("0*+([0-9]*+)(?:\\.([0-9]*+))?+([^0-9.]++)");
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final int LARGEST_DIGITS = LARGEST.toString().length();
    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
    private static final BigInteger MINUTES = BigInteger.valueOf(60);

    private GoDuration() {}

    /**
     * {@return the duration in a text: an optional sign, then numbers with a unit each, or a bare {@code 0}}
     *
     * @param location place of the text, for the message
     * @throws InvalidFormatException with code {@code DURATION_INVALID} when the text is not a duration, or is one longer
     *     than about 292 years
     */
    public static Duration parse(String text, Location location) {
        boolean negative = text.startsWith("-");
        String body = negative || text.startsWith("+") ? text.substring(1) : text;
        if (body.equals("0")) {
            return Duration.ZERO;
        }
        if (body.isEmpty()) {
            throw bad(location, "is not a duration such as 24h0m0s");
        }
        BigInteger nanos = BigInteger.ZERO;
        Matcher part = PART.matcher(body);
        int end = 0;
        while (end < body.length()) {
            part.region(end, body.length());
            if (!part.lookingAt()) {
                throw bad(location, "is not a duration such as 24h0m0s: a number without a unit");
            }
            nanos = nanos.add(nanos(part, location));
            end = part.end();
        }
        BigInteger limit = negative ? LARGEST.add(BigInteger.ONE) : LARGEST;
        if (nanos.compareTo(limit) > 0) {
            throw tooLong(location);
        }
        return Duration.ofNanos((negative ? nanos.negate() : nanos).longValueExact());
    }

    private static BigInteger nanos(Matcher part, Location location) {
        String number = part.group().substring(0, part.start(3) - part.start());
        if (number.isEmpty() || number.equals(".")) {
            throw bad(location, "is not a duration such as 24h0m0s: a unit without a number");
        }
        Long unit = NANOS.get(part.group(3));
        if (unit == null) {
            throw bad(
                    location,
                    part.group(3).equals("d")
                            ? "uses days, which Kubernetes does not know; write hours, such as 24h for one day"
                            : "has a unit other than ns, us, ms, s, m and h");
        }
        String whole = part.group(1);
        if (whole.length() > LARGEST_DIGITS) {
            throw tooLong(location);
        }
        return new BigInteger("0" + whole)
                .multiply(BigInteger.valueOf(unit))
                .add(BigInteger.valueOf(fraction(part.group(2) == null ? "" : part.group(2), unit)));
    }

    /** Of what is behind the point Go reads digits up to 2^63, and multiplies them as a double. */
    private static long fraction(String digits, long unit) {
        long read = 0;
        double scale = 1;
        for (int i = 0; i < digits.length() && read >= 0 && read <= Long.MAX_VALUE / 10; i++) {
            long more = read * 10 + (digits.charAt(i) - '0');
            if (Long.compareUnsigned(more, Long.MIN_VALUE) > 0) {
                break;
            }
            read = more;
            scale *= 10;
        }
        return (long) ((read < 0 ? 0x1p63 : read) * (unit / scale));
    }

    private static InvalidFormatException tooLong(Location location) {
        return bad(location, "is longer than 2^63-1 nanoseconds, about 292 years");
    }

    private static InvalidFormatException bad(Location location, String rule) {
        return new InvalidFormatException("DURATION_INVALID", location, rule);
    }

    /**
     * {@return a duration as Go writes it, such as {@code 24h0m0s}, {@code 1.5s}, {@code 200ms} or {@code 0s}; also one that is
     * too long for Go}
     */
    public static String format(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        // The most negative number of seconds has no positive counterpart.
        BigDecimal all = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .abs();
        String sign = duration.isNegative() ? "-" : "";
        if (all.compareTo(BigDecimal.ONE) < 0) {
            long nanos = all.movePointRight(9).longValueExact();
            String unit = nanos < 1_000 ? "ns" : nanos < 1_000_000 ? "\u00B5s" : "ms";
            return sign
                    + plain(BigDecimal.valueOf(nanos)
                            .divide(BigDecimal.valueOf(Objects.requireNonNull(NANOS.get(unit)))))
                    + unit;
        }
        String seconds = plain(all.remainder(MINUTE)) + "s";
        if (all.compareTo(MINUTE) < 0) {
            return sign + seconds;
        }
        BigInteger[] hours =
                all.divideToIntegralValue(MINUTE).toBigIntegerExact().divideAndRemainder(MINUTES);
        String minutes = hours[1] + "m" + seconds;
        return sign + (hours[0].signum() == 0 ? minutes : hours[0] + "h" + minutes);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
