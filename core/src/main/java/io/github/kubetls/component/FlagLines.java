package io.github.kubetls.component;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.flags.BadFlag;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser;
import io.github.kubetls.internal.flags.FlagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Command lines of components, which may also stand in a file with one flag per line. */
final class FlagLines {

    private static final Pattern NAME_AND_VALUE = Pattern.compile("(--?[^\\s=]+)\\s+(\\S.*)");
    private static final Pattern CONTINUATION = Pattern.compile("\\s\\\\$");

    private final List<String> words = new ArrayList<>();
    private final List<Location> locations = new ArrayList<>();

    private FlagLines() {}

    /** The arguments of a vector. */
    static FlagLines ofVector(List<String> arguments) {
        FlagLines lines = new FlagLines();
        arguments.forEach(argument -> lines.add(argument, Location.of("argument " + (lines.words.size() + 1))));
        return lines;
    }

    /** The arguments of a file with one flag per line; empty lines and lines that start with {@code #} are skipped. */
    static FlagLines ofText(String text) {
        FlagLines lines = new FlagLines();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            Location location = Location.none().at(++number, 0);
            String line = CONTINUATION.matcher(raw.strip()).replaceFirst("").strip();
            Matcher pair = NAME_AND_VALUE.matcher(line);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (pair.matches()) {
                lines.add(pair.group(1), location);
                lines.add(pair.group(2), location);
            } else {
                lines.add(line, location);
            }
        }
        return lines;
    }

    private void add(String word, Location location) {
        words.add(word);
        locations.add(location);
    }

    /** A builder of flags that can be written one per line. */
    static FlagSet.Builder builder(List<Flag> known) {
        return new FlagSet.Builder(known, FlagLines::requireOneLine);
    }

    /** A file with one flag per line can hold neither of these. */
    private static void requireOneLine(String value) {
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IllegalArgumentException("a value with a line break or NUL cannot be written as one line");
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException("there is white space around the value");
        }
        if (CONTINUATION.matcher(value).find()) {
            throw new IllegalArgumentException("a value ending in a blank and a backslash would continue the line");
        }
    }

    /** Reads the flags of a program. */
    FlagSet read(FlagParser.Program program, List<Flag> known) {
        try {
            return FlagParser.parse(program, words, builder(known));
        } catch (BadFlag e) {
            throw new InvalidFormatException(
                    e.reason().name(), locations.get(e.index()), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sets the flags of other names, in place of the present ones.
     *
     * @throws IllegalArgumentException when one is not a flag, or has a method of its own
     */
    static void setOthers(FlagSet.Builder flags, List<Flag> known, List<String> arguments) {
        flags.clearOthers();
        for (String argument : arguments) {
            FlagSet read = FlagParser.parse(FlagParser.Program.CONTROL_PLANE, List.of(argument), builder(known));
            for (String taken : read.known()) {
                throw new IllegalArgumentException(taken.substring(0, taken.indexOf('=')) + " has a method of its own");
            }
            flags.addAll(read);
        }
    }
}
