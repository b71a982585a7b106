package io.github.kubetls.internal.flags;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.CsvRecords;
import io.github.kubetls.internal.text.GoBool;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.time.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A flag that a program knows by type.
 *
 * @param name       its name, without dashes
 * @param kind       what its value is
 * @param shorthand  the letter that stands for it after one dash; empty when there is none
 * @param formerName a name that older releases took as well; empty when there is none
 * @param kept       whether it is only kept, and not looked at
 */
public record Flag(String name, Kind kind, String shorthand, String formerName, boolean kept) {

    /** What a value is. */
    public enum Kind {
        /** Any text. */
        TEXT,
        /** Any text, and the flag may go without. */
        OPTIONAL_TEXT,
        /** A boolean, which may go without a value. */
        BOOLEAN,
        /** An integer of 32 bits. */
        INTEGER,
        /** A duration. */
        DURATION,
        /** Texts between commas: a record of comma-separated values, which a repeated flag continues. */
        LIST,
        /** A text, to which a repeated flag adds another. */
        ARRAY,
        /** Pairs {@code key=value} between commas, which a repeated flag continues. */
        PAIRS
    }

    private static final Pattern INTEGER = Pattern.compile(
            "([+-]?)(0[xX](?:_?[0-9a-fA-F])++|0[bB](?:_?[01])++|0[oO]?(?:_?[0-7])*+|[1-9](?:_?[0-9])*+)");
    private static final int LONGEST_INTEGER = 100;

    /**
     * Makes a flag without shorthand.
     *
     * @param name its name, without dashes
     * @param kind what its value is
     */
    public Flag(String name, Kind kind) {
        this(name, kind, "", "", false);
    }

    /**
     * {@return a flag with any text for its value}
     *
     * @param name its name, without dashes
     */
    public static Flag text(String name) {
        return new Flag(name, Kind.TEXT);
    }

    /**
     * {@return a flag with a boolean for its value}
     *
     * @param name its name, without dashes
     */
    public static Flag bool(String name) {
        return new Flag(name, Kind.BOOLEAN);
    }

    /**
     * {@return a flag with a list for its value}
     *
     * @param name its name, without dashes
     */
    public static Flag list(String name) {
        return new Flag(name, Kind.LIST);
    }

    /**
     * {@return the flag with a letter that stands for it after one dash}
     *
     * @param letter the letter
     */
    public Flag shorthand(String letter) {
        return new Flag(name, kind, letter, formerName, kept);
    }

    /**
     * {@return the flag with a name that older releases took as well}
     *
     * @param former the name
     */
    public Flag formerly(String former) {
        return new Flag(name, kind, shorthand, former, kept);
    }

    /** {@return the flag as one that is only kept, in its place among those that are not known} */
    public Flag keep() {
        return new Flag(name, kind, shorthand, formerName, true);
    }

    boolean mayGoWithoutValue() {
        return kind == Kind.BOOLEAN || kind == Kind.OPTIONAL_TEXT;
    }

    /** Whether a repeated flag adds to what there is. */
    boolean grows() {
        return kind == Kind.LIST || kind == Kind.ARRAY || kind == Kind.PAIRS;
    }

    /**
     * Reads a value.
     *
     * @throws BadFlag when the program would refuse it
     */
    List<String> read(String value) {
        return switch (kind) {
            case TEXT, OPTIONAL_TEXT, ARRAY -> List.of(value);
            case BOOLEAN -> List.of(truth(value));
            case INTEGER -> List.of(integer(value));
            case DURATION -> List.of(duration(value));
            case LIST -> listItems(value);
            case PAIRS -> pairs(value);
        };
    }

    private BadFlag refused(String value, String rule) {
        return BadFlag.value(this, value, rule, rule);
    }

    private String truth(String value) {
        return GoBool.parse(value)
                .map(String::valueOf)
                .orElseThrow(() -> BadFlag.value(
                        this,
                        value,
                        "expected true or false (or 1, t, T, TRUE, True, 0, f, F, FALSE, False)",
                        "strconv.ParseBool: parsing " + GoText.quote(value) + ": invalid syntax"));
    }

    private String integer(String value) {
        Matcher digits = INTEGER.matcher(value);
        if (value.length() > LONGEST_INTEGER || !digits.matches()) {
            throw noInteger(value, "expected an integer of 32 bits", "invalid syntax");
        }
        String text = digits.group(2).replace("_", "").toLowerCase(Locale.ROOT);
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0b") ? 2 : text.startsWith("0") ? 8 : 10;
        try {
            return Integer.toString(Integer.parseInt(digits.group(1) + text.replaceFirst("^0[xbo]", ""), radix));
        } catch (NumberFormatException e) {
            throw noInteger(value, "value out of range", "value out of range");
        }
    }

    private BadFlag noInteger(String value, String rule, String words) {
        return BadFlag.value(this, value, rule, "strconv.ParseInt: parsing " + GoText.quote(value) + ": " + words);
    }

    private String duration(String value) {
        try {
            return GoDuration.format(GoDuration.parse(value, Location.none()));
        } catch (InvalidFormatException e) {
            throw refused(value, "time: invalid duration: it " + e.rule());
        }
    }

    private List<String> listItems(String value) {
        try {
            return value.isEmpty() ? List.of() : CsvRecords.firstRecord(value);
        } catch (IllegalArgumentException e) {
            throw refused(value, String.valueOf(e.getMessage()));
        }
    }

    private List<String> pairs(String value) {
        List<String> pairs = new ArrayList<>();
        for (String pair : value.split(",")) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                pairs.add(pair.substring(0, equals).strip() + "="
                        + pair.substring(equals + 1).strip());
            } else if (!pair.isEmpty()) {
                throw refused(value, "malformed pair, expect string=string");
            }
        }
        return pairs;
    }

    /** The name after its dashes. */
    @Override
    public String toString() {
        return "--" + name;
    }
}
