package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.flags.BadFlag;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser;
import io.github.kubetls.internal.flags.FlagSet;
import io.github.kubetls.internal.flags.ShellWords;
import io.github.kubetls.internal.text.Invisible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Command lines of components, which may also stand in a file with one flag per line. */
final class FlagLines {

    private static final Pattern NAME_AND_VALUE = Pattern.compile("(--?[^\\s=]+)\\s+(\\S.*)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");

    /** What follows a blank like this is no part of a value, but the next flag. */
    private static final Pattern SECOND_FLAG = Pattern.compile("\\s(?:--[A-Za-z]|-v[=\\s\\d])");

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

    /**
     * The arguments of a file with one flag per line, or of one that sets variables to them; empty lines and lines that start
     * with {@code #} are skipped.
     */
    static FlagLines ofText(String text) {
        OtherFiles.refuse(text);
        FlagLines lines = new FlagLines();
        int number = 0;
        boolean first = true;
        boolean assigns = false;
        for (String raw : text.split("\n", -1)) {
            Location location = Location.none().at(++number, 0);
            String line = CONTINUATION.matcher(raw.strip()).replaceFirst("").strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (first) {
                first = false;
                assigns = ASSIGNMENT.matcher(line).matches();
            }
            if (assigns) {
                lines.addAssignment(line, location);
            } else {
                lines.addLine(line, location);
            }
        }
        return lines;
    }

    private void addLine(String line, Location location) {
        if (line.startsWith("-") && SECOND_FLAG.matcher(line).find()) {
            throw new InvalidFormatException(
                    "ARGUMENT_UNEXPECTED", location, "has several flags: write each on a line of its own");
        }
        Matcher pair = NAME_AND_VALUE.matcher(line);
        if (pair.matches()) {
            add(pair.group(1), location);
            add(pair.group(2), location);
        } else {
            add(line, location);
        }
    }

    /** A line of an environment file, whose variable a unit of systemd puts into the command. */
    private void addAssignment(String line, Location location) {
        Matcher assignment = ASSIGNMENT.matcher(line);
        if (!assignment.matches()) {
            throw new InvalidFormatException(
                    "ARGUMENT_UNEXPECTED",
                    location,
                    "sets no variable, unlike the first line of this environment file");
        }
        try {
            // The file is read first, and then the command with the value in it.
            String value = String.join(" ", ShellWords.splitVariable(assignment.group(2)));
            List<String> flags = ShellWords.splitVariable(value);
            if (!flags.isEmpty() && !flags.get(0).startsWith("-")) {
                throw new InvalidFormatException(
                        "ARGUMENT_UNEXPECTED", Location.none(), "is a variable whose value is not made of flags");
            }
            flags.forEach(flag -> add(flag, location));
        } catch (InvalidFormatException e) {
            throw e.within(Location.of(assignment.group(1)).at(location.line(), 0));
        }
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

    /** The text of a file with these arguments, each {@code --name=value}. */
    static String text(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            boolean apart = equals >= 0 && SECOND_FLAG.matcher(argument).find();
            text.append(apart ? argument.substring(0, equals) + "\n" + argument.substring(equals + 1) : argument)
                    .append('\n');
        }
        return text.toString();
    }

    /** Which flag has a value that no line of a file can hold: another flag is in it, so that it is read as several. */
    static Optional<String> unwritable(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.split("=", 2))
                .filter(parts -> parts.length == 2
                        && (parts[1].startsWith("-") || parts[1].startsWith("#"))
                        && SECOND_FLAG.matcher(parts[1]).find())
                .map(parts -> parts[0])
                .findFirst();
    }

    /** What is in values that hardly anybody meant. */
    static List<Finding> findings(List<String> arguments) {
        List<Finding> findings = new ArrayList<>();
        for (String argument : arguments) {
            String name = argument.split("=", 2)[0];
            Matcher second = SECOND_FLAG.matcher(argument);
            if (second.find()) {
                findings.add(suspect(name, "the component takes a second flag for a part of the value"));
            }
            Invisible.in(argument)
                    .ifPresent(invisible -> findings.add(
                            suspect(name, "the value has " + invisible.name() + " in it, which nobody sees")));
        }
        return findings;
    }

    private static Finding suspect(String flag, String message) {
        return Finding.warning("FLAG_VALUE_SUSPECT", Location.of(flag), message, "write the value again");
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
