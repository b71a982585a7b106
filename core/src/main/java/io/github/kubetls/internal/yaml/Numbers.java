package io.github.kubetls.internal.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;

/** Texts of numbers as Go writes them. */
final class Numbers {

    private static final BigDecimal UNSIGNED_END = new BigDecimal(BigInteger.ONE.shiftLeft(64));
    private static final BigDecimal SIGNED_START = new BigDecimal(Long.MIN_VALUE);

    private Numbers() {}

    /** In YAML: the shortest text, integral values within 64 bits as integers. */
    static String yaml(Number number) {
        if (!(number instanceof Double value)) {
            return number.toString();
        }
        // Kubernetes writes JSON first: what counts is whether the JSON text is an integer of 64 bits.
        BigDecimal shortest = shortest(value);
        if (shortest.scale() <= 0 && shortest.compareTo(UNSIGNED_END) < 0 && shortest.compareTo(SIGNED_START) >= 0) {
            return shortest.toPlainString();
        }
        return general(shortest);
    }

    /** As a key of JSON: the shortest text of a float of 32 bits, which Kubernetes' reader of YAML rounds it to. */
    static String key(double value) {
        float rounded = (float) value;
        if (Float.isNaN(rounded)) {
            return ".nan";
        }
        if (Float.isInfinite(rounded)) {
            return rounded > 0 ? ".inf" : "-.inf";
        }
        return rounded == 0
                ? zero(rounded)
                : general(shortest(new BigDecimal(rounded), shorter -> shorter.floatValue() == rounded));
    }

    private static String zero(double zero) {
        return 1 / zero < 0 ? "-0" : "0";
    }

    /** In JSON: the shortest text, with an exponent below 1e-6 and from 1e21. */
    static String json(Number number) {
        if (!(number instanceof Double value)) {
            return number.toString();
        }
        if (value == 0) {
            return zero(value);
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        double magnitude = Math.abs(value);
        return magnitude < 1e-6 || magnitude >= 1e21 ? scientific(shortest, exponent, 1) : shortest.toPlainString();
    }

    /** Go's {@code %g}: an exponent of two digits or more below 1e-4 and from 1e6. */
    private static String general(BigDecimal shortest) {
        int exponent = shortest.precision() - shortest.scale() - 1;
        return exponent < -4 || exponent >= 6 ? scientific(shortest, exponent, 2) : shortest.toPlainString();
    }

    private static BigDecimal shortest(double value) {
        return shortest(new BigDecimal(value), shorter -> shorter.doubleValue() == value);
    }

    /** The fewest decimal digits that read back as the same number. */
    private static BigDecimal shortest(BigDecimal exact, Predicate<BigDecimal> readsBack) {
        for (int digits = 1; ; digits++) {
            // What is below a power of two is nearer to it than what is above.
            for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP)) {
                BigDecimal rounded = exact.round(new MathContext(digits, mode));
                if (readsBack.test(rounded)) {
                    return rounded.stripTrailingZeros();
                }
            }
        }
    }

    private static String scientific(BigDecimal shortest, int exponent, int exponentDigits) {
        String digits = shortest.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(shortest.signum() < 0 ? "-" : "");
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        String magnitude = Integer.toString(Math.abs(exponent));
        text.append('e').append(exponent < 0 ? '-' : '+');
        return text.append("0".repeat(Math.max(0, exponentDigits - magnitude.length())))
                .append(magnitude)
                .toString();
    }
}
