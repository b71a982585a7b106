package io.github.kubetls.component;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.time.GoDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A flag that a component of this package knows by type.
 *
 * @param name       its name, without dashes
 * @param kind       what its value is
 * @param formerName a name that older releases took as well; empty when there is none
 */
record Flag(String name, Kind kind, String formerName) {

    /** What a value is. */
    enum Kind {
        TEXT,
        BOOLEAN,
        INTEGER,
        DURATION,
        LIST
    }

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final Pattern INTEGER =
            Pattern.compile("([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])*|[1-9](?:_?[0-9])*)");
    private static final int LONGEST_INTEGER = 100;

    static Flag text(String name) {
        return new Flag(name, Kind.TEXT, "");
    }

    static Flag bool(String name) {
        return new Flag(name, Kind.BOOLEAN, "");
    }

    static Flag integer(String name) {
        return new Flag(name, Kind.INTEGER, "");
    }

    static Flag duration(String name) {
        return new Flag(name, Kind.DURATION, "");
    }

    static Flag list(String name) {
        return new Flag(name, Kind.LIST, "");
    }

    Flag formerly(String name) {
        return new Flag(this.name, kind, name);
    }

    /**
     * Checks a value.
     *
     * @param value a value as written
     * @return the value in its one canonical form
     * @throws IllegalArgumentException when the component would refuse it; the message does not quote it
     */
    String canonical(String value) {
        requireOneLine(value);
        return switch (kind) {
            case TEXT -> value;
            case BOOLEAN -> Boolean.toString(bool(this, value));
            case INTEGER -> Integer.toString(integer(this, value));
            case DURATION -> duration(this, value);
            case LIST -> join(split(value));
        };
    }

    /** A file with one flag a line can hold neither of these. */
    static void requireOneLine(String value) {
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IllegalArgumentException("a value with a line break or NUL cannot be written as one line");
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException("there is white space around the value");
        }
        if (FlagParser.CONTINUATION.matcher(value).find()) {
            throw new IllegalArgumentException("a value ending in a blank and a backslash would continue the line");
        }
    }

    private static boolean bool(Flag flag, String value) {
        if (TRUE.contains(value) || FALSE.contains(value)) {
            return TRUE.contains(value);
        }
        throw new IllegalArgumentException("invalid argument for \"--" + flag.name
                + "\" flag: expected true or false (or 1, t, T, TRUE, True, 0, f, F, FALSE, False)");
    }

    private static int integer(Flag flag, String value) {
        Matcher digits = INTEGER.matcher(value);
        if (value.length() <= LONGEST_INTEGER && digits.matches()) {
            String text = digits.group(2).replace("_", "").toLowerCase(java.util.Locale.ROOT);
            int radix = text.startsWith("0x") ? 16 : text.startsWith("0b") ? 2 : text.startsWith("0") ? 8 : 10;
            try {
                return Integer.parseInt(digits.group(1) + text.replaceFirst("^0[xbo]", ""), radix);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "invalid argument for \"--" + flag.name + "\" flag: value out of range", e);
            }
        }
        throw new IllegalArgumentException(
                "invalid argument for \"--" + flag.name + "\" flag: expected an integer of 32 bits");
    }

    private static String duration(Flag flag, String value) {
        try {
            return GoDuration.format(GoDuration.parse(value, ""));
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(
                    "invalid argument for \"--" + flag.name + "\" flag: time: invalid duration: it " + e.rule(), e);
        }
    }

    /** Splits a list as components do: at commas, except in double quotes. */
    static List<String> split(String value) {
        List<String> items = new ArrayList<>();
        int at = 0;
        while (!value.isEmpty() && at <= value.length()) {
            if (value.startsWith("\"", at)) {
                int end = closingQuote(value, at + 1);
                items.add(value.substring(at + 1, end).replace("\"\"", "\""));
                at = end + 1;
                if (at < value.length() && value.charAt(at) != ',') {
                    throw new IllegalArgumentException("extraneous or missing \" in quoted-field");
                }
            } else {
                int comma = value.indexOf(',', at);
                int end = comma < 0 ? value.length() : comma;
                if (value.substring(at, end).contains("\"")) {
                    throw new IllegalArgumentException("bare \" in non-quoted-field");
                }
                items.add(value.substring(at, end));
                at = end;
            }
            at++;
        }
        return List.copyOf(items);
    }

    private static int closingQuote(String value, int from) {
        int at = from;
        while (true) {
            int quote = value.indexOf('"', at);
            if (quote < 0) {
                throw new IllegalArgumentException("extraneous or missing \" in quoted-field");
            }
            if (!value.startsWith("\"\"", quote)) {
                return quote;
            }
            at = quote + 2;
        }
    }

    static String join(List<String> items) {
        if (items.equals(List.of(""))) {
            return "\"\"";
        }
        return items.stream()
                .map(item -> item.contains(",") || item.contains("\"") ? '"' + item.replace("\"", "\"\"") + '"' : item)
                .collect(Collectors.joining(","));
    }
}
