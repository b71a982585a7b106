package io.github.kubetls.internal.yaml;

import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.text.GoText;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a scalar means to the YAML reader of Kubernetes, which is 1.1-flavoured: {@code yes} is a boolean, {@code 0x1f} a
 * number, a date stays text.
 */
final class Scalars {

    private static final String TAG_PREFIX = "tag:yaml.org,2002:";
    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);
    private static final Pattern UNDERSCORE_IN_DIGITS = Pattern.compile("(?<=[0-9])_(?=[0-9])");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    // Possessive, because a loop of groups that may have to go back overflows the stack.
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*+(?::[0-5]?[0-9])++(?:\\.[0-9_]*+)?");
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");
    private static final Pattern DATE_TIME = Pattern.compile(DATE.pattern()
            + "(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|([-+])([0-9]{2}):([0-9]{2}))"
            + "| ++([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?)");
    private static final Map<String, @Nullable Object> WORDS = words();
    private static final int LONGEST_WORD = "false".length();

    /** Stands for null in {@link #WORDS}. */
    private static final class Null {
        static final Null VALUE = new Null();
    }

    private Scalars() {}

    private static Map<String, @Nullable Object> words() {
        Map<String, @Nullable Object> words = new HashMap<>();
        for (String word : new String[] {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}) {
            words.put(word, true);
        }
        for (String word : new String[] {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}) {
            words.put(word, false);
        }
        for (String word : new String[] {"", "~", "null", "Null", "NULL"}) {
            words.put(word, Null.VALUE);
        }
        for (String word : new String[] {".nan", ".NaN", ".NAN"}) {
            words.put(word, Double.NaN);
        }
        for (String word : new String[] {".inf", ".Inf", ".INF"}) {
            words.put(word, Double.POSITIVE_INFINITY);
            words.put("+" + word, Double.POSITIVE_INFINITY);
            words.put("-" + word, Double.NEGATIVE_INFINITY);
        }
        return words;
    }

    /** Thrown for a scalar whose tag and text do not go together; has no message, as the text may be a secret. */
    static final class TagMismatch extends Exception {
        private static final long serialVersionUID = 1L;

        TagMismatch() {
            super(null, null, false, false);
        }
    }

    /**
     * The value of a scalar with a style and a tag: a String, Boolean, Long, BigInteger, Double, or null.
     *
     * @throws TagMismatch when the tag does not fit the text
     */
    static @Nullable Object resolve(String text, boolean plain, @Nullable String tag) throws TagMismatch {
        if (tag == null) {
            return plain ? resolvePlain(text) : text;
        }
        if (!tag.startsWith(TAG_PREFIX)) {
            return text;
        }
        Object value = resolvePlain(text);
        switch (tag.substring(TAG_PREFIX.length())) {
            case "bool" -> require(value instanceof Boolean);
            case "null" -> require(value == null);
            case "int" -> require(value instanceof Long || value instanceof BigInteger);
            case "float" -> {
                // Kubernetes' reader makes no float of an integer beyond 63 bits.
                require(value instanceof Long || value instanceof Double);
                value = ((Number) Objects.requireNonNull(value)).doubleValue();
            }
            case "timestamp" -> {
                require(isTimestamp(text));
                value = text;
            }
            case "binary" -> value = binary(text);
            default -> value = text;
        }
        return value;
    }

    private static void require(boolean fits) throws TagMismatch {
        if (!fits) {
            throw new TagMismatch();
        }
    }

    private static String binary(String text) throws TagMismatch {
        try {
            return GoText.replaced(GoText.of(Base64Text.decode(text)));
        } catch (Base64Text.IllegalBase64 e) {
            throw new TagMismatch();
        }
    }

    /** The value of plain text without a tag. */
    static @Nullable Object resolvePlain(String text) {
        if (text.length() <= LONGEST_WORD) {
            Object word = WORDS.get(text);
            if (word != null) {
                return word == Null.VALUE ? null : word;
            }
        }
        if (text.charAt(0) == '.') {
            return number(text, UNDERSCORE_IN_DIGITS.matcher(text).replaceAll(""));
        }
        return startsNumber(text.charAt(0)) ? number(text, text.replace("_", "")) : text;
    }

    /** Whether plain text is a string whatever comes after its first character, and as long as it is. */
    static boolean isString(char first, int length) {
        return length > LONGEST_WORD && first != '.' && !startsNumber(first);
    }

    private static boolean startsNumber(char first) {
        return first >= '0' && first <= '9' || first == '+' || first == '-';
    }

    private static Object number(String text, String digits) {
        if (digits.charAt(0) != '.') {
            Object integer = integer(digits);
            if (integer != null) {
                return integer;
            }
        }
        if (FLOAT.matcher(digits).matches()) {
            double value = Double.parseDouble(digits);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        return text;
    }

    /** A 64-bit integer with Go's prefixes; unsigned unless it carries a sign. Null when the text is not an integer. */
    private static @Nullable Object integer(String text) {
        if (text.startsWith("0b-") || text.startsWith("0b+")) {
            // Go's reader takes the sign behind the prefix too.
            return integer(text.charAt(2) + "0b" + text.substring(3));
        }
        boolean signed = text.charAt(0) == '+' || text.charAt(0) == '-';
        String digits = signed ? text.substring(1) : text;
        int radix = 10;
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            radix = switch (digits.charAt(1)) {
                case 'x', 'X' -> 16;
                case 'b', 'B' -> 2;
                default -> 8;
            };
            boolean prefixed = "xXbBoO".indexOf(digits.charAt(1)) >= 0;
            digits = digits.substring(prefixed ? 2 : 1);
        }
        // 64 binary digits are the longest spelling without leading zeros; zeros add nothing.
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        String significant = digits.substring(zeros);
        if (significant.isEmpty() || significant.length() > 64 || !hasOnlyDigits(significant, radix)) {
            return null;
        }
        BigInteger value = new BigInteger(significant, radix);
        if (text.charAt(0) == '-') {
            value = value.negate();
        }
        if (value.bitLength() <= 63) {
            return value.longValueExact();
        }
        return signed || value.compareTo(UNSIGNED_END) >= 0 ? null : value;
    }

    private static boolean hasOnlyDigits(String text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether plain text would be read as something else than this text, by Kubernetes or by another YAML 1.1 reader. */
    static boolean needsQuotes(String text) {
        return !(resolvePlain(text) instanceof String)
                || startsNumber(text.charAt(0)) && (BASE_60.matcher(text).matches() || isTimestamp(text));
    }

    private static boolean isTimestamp(String text) {
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            return exists(date);
        }
        Matcher dateTime = DATE_TIME.matcher(text);
        if (!dateTime.matches() || !exists(dateTime)) {
            return false;
        }
        int hour = dateTime.group(4) != null ? 4 : 10;
        return Integer.parseInt(dateTime.group(hour)) < 24
                && Integer.parseInt(dateTime.group(hour + 1)) < 60
                && Integer.parseInt(dateTime.group(hour + 2)) < 60
                && (dateTime.group(7) == null
                        || Integer.parseInt(dateTime.group(8)) <= 24 && Integer.parseInt(dateTime.group(9)) <= 60);
    }

    private static boolean exists(Matcher date) {
        int year = Integer.parseInt(date.group(1));
        int month = Integer.parseInt(date.group(2));
        int day = Integer.parseInt(date.group(3));
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= LocalDate.of(year, month, 1).lengthOfMonth();
    }

    /** The key that a resolved scalar becomes in JSON, where keys are text; null for what cannot be a key. */
    static @Nullable String key(@Nullable Object value) {
        if (value instanceof Double number) {
            return Numbers.key(number);
        }
        return value == null || value instanceof BigInteger ? null : value.toString();
    }
}
