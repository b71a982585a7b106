package io.github.kubetls.component;

import io.github.kubetls.InvalidFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as Kubernetes' components do: {@code --name=value} or {@code --name value}, a boolean takes a value
 * only after {@code =}, underscores in a name count as dashes, {@code --} ends the flags.
 */
final class FlagParser {

    /** An argument and where it stands. */
    record Argument(String text, String location) {}

    private static final Pattern NAME_AND_VALUE = Pattern.compile("(--?[^\\s=]+)\\s+(\\S.*)");
    static final Pattern CONTINUATION = Pattern.compile("\\s\\\\$");
    private static final Pattern BLANK_IN_NAME = Pattern.compile("^[^=]*\\s");
    private static final Pattern NUMBER = Pattern.compile("-[0-9]+(?:\\.[0-9]+)?");

    private final List<Flag> known;
    private final Map<String, Flag> names = new HashMap<>();
    private final boolean refusesEmpty;

    /**
     * A parser for one component.
     *
     * @param known        the flags that it knows, in the order to write them
     * @param refusesEmpty whether an empty argument is an error
     */
    FlagParser(List<Flag> known, boolean refusesEmpty) {
        this.known = known;
        this.refusesEmpty = refusesEmpty;
        for (Flag flag : known) {
            names.put(flag.name(), flag);
            if (!flag.formerName().isEmpty()) {
                names.put(flag.formerName(), flag);
            }
        }
    }

    /** The arguments of a vector. */
    static List<Argument> ofVector(List<String> arguments) {
        List<Argument> placed = new ArrayList<>();
        for (String argument : arguments) {
            placed.add(new Argument(argument, "argument " + (placed.size() + 1)));
        }
        return placed;
    }

    /** The arguments of a file with one flag a line; empty lines and lines that start with {@code #} are skipped. */
    static List<Argument> ofLines(String text) {
        List<Argument> placed = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = CONTINUATION.matcher(raw.strip()).replaceFirst("").strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String location = "line " + number;
            Matcher pair = NAME_AND_VALUE.matcher(line);
            if (pair.matches()) {
                placed.add(new Argument(pair.group(1), location));
                placed.add(new Argument(pair.group(2), location));
            } else {
                placed.add(new Argument(line, location));
            }
        }
        return placed;
    }

    /**
     * Reads a command line.
     *
     * @throws InvalidFormatException with code {@code BAD_FLAG_SYNTAX}, {@code MISSING_ARGUMENT},
     *     {@code INVALID_ARGUMENT} or {@code UNEXPECTED_ARGUMENT}
     */
    FlagSet parse(List<Argument> arguments) {
        FlagSet.Builder flags = new FlagSet.Builder(known);
        int next = 0;
        while (next < arguments.size()) {
            Argument argument = arguments.get(next++);
            @Nullable Argument follower = next < arguments.size() ? arguments.get(next) : null;
            try {
                next += take(argument, follower, flags) ? 1 : 0;
            } catch (IllegalArgumentException e) {
                throw new InvalidFormatException(
                        "INVALID_ARGUMENT", argument.location(), String.valueOf(e.getMessage()));
            }
        }
        return flags.build();
    }

    /** Takes one argument, and tells whether the one after it is its value. */
    private boolean take(Argument argument, @Nullable Argument follower, FlagSet.Builder flags) {
        String text = argument.text();
        if (text.equals("--")) {
            if (follower != null) {
                throw unexpected(follower);
            }
            return false;
        }
        if (text.startsWith("--")) {
            return takeLong(argument, follower, flags);
        }
        if (text.startsWith("-") && text.length() > 1) {
            return takeShort(argument, follower, flags);
        }
        if (!text.isEmpty() || refusesEmpty) {
            throw unexpected(argument);
        }
        return false;
    }

    private boolean takeLong(Argument argument, @Nullable Argument follower, FlagSet.Builder flags) {
        String text = argument.text();
        int equals = text.indexOf('=');
        String name = text.substring(2, equals < 0 ? text.length() : equals);
        if (name.isEmpty() || name.startsWith("-")) {
            throw new InvalidFormatException(
                    "BAD_FLAG_SYNTAX", argument.location(), "bad flag syntax: expected --name=value");
        }
        @Nullable Flag flag = names.get(name.replace('_', '-'));
        if (flag == null) {
            return keep(text, equals >= 0, follower, flags);
        }
        if (equals >= 0) {
            flags.take(flag, text.substring(equals + 1));
            return false;
        }
        if (flag.kind() == Flag.Kind.BOOLEAN) {
            flags.take(flag, "true");
            return false;
        }
        if (follower == null) {
            throw new InvalidFormatException(
                    "MISSING_ARGUMENT", argument.location(), "flag needs an argument: --" + flag.name());
        }
        flags.take(flag, follower.text());
        return true;
    }

    private boolean takeShort(Argument argument, @Nullable Argument follower, FlagSet.Builder flags) {
        String text = argument.text();
        String name = text.substring(1).replaceFirst("=.*", "").replace('_', '-');
        if (names.containsKey(name)) {
            throw new InvalidFormatException(
                    "BAD_FLAG_SYNTAX", argument.location(), "has one dash where --" + name + " has two");
        }
        return keep(text, text.length() > 2, follower, flags);
    }

    /** Of a flag of another name it is unknown whether it takes a value: what follows and is no flag must be one. */
    private static boolean keep(String text, boolean complete, @Nullable Argument follower, FlagSet.Builder flags) {
        boolean takesNext = !complete
                && follower != null
                && (!follower.text().startsWith("-")
                        || NUMBER.matcher(follower.text()).matches());
        String argument = takesNext && follower != null ? text + "=" + follower.text() : text;
        if (BLANK_IN_NAME.matcher(argument).find()) {
            throw new IllegalArgumentException("the name of a flag has no blank in it");
        }
        Flag.requireOneLine(argument);
        flags.keep(argument);
        return takesNext;
    }

    private static InvalidFormatException unexpected(Argument argument) {
        return new InvalidFormatException(
                "UNEXPECTED_ARGUMENT",
                argument.location(),
                "the component takes flags only; a boolean flag takes its value after =, such as --name=false");
    }
}
