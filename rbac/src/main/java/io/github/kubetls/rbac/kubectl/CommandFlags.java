package io.github.kubetls.rbac.kubectl;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes a command line apart as kubectl does: flags anywhere, {@code --name=value} or {@code --name value}. */
final class CommandFlags {

    private static final Map<Character, String> SHORTHANDS = Map.of('n', "namespace", 'o', "output");

    /** Flags of every command that say nothing about the object. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("output", "field-manager", "validate", "show-managed-fields", "dry-run");

    /** Flags that need no value. */
    private static final Set<String> OPTIONAL_VALUE = Set.of("validate", "show-managed-fields", "dry-run");

    private final Set<String> known;
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();

    private CommandFlags(Set<String> known) {
        this.known = known;
    }

    static CommandFlags parse(Set<String> known, List<String> arguments) {
        CommandFlags flags = new CommandFlags(known);
        int i = 0;
        while (i < arguments.size()) {
            String argument = arguments.get(i++);
            if (argument.equals("--")) {
                // As kubectl does it, what follows is no name either.
                return flags;
            }
            boolean consumed;
            String next = i < arguments.size() ? arguments.get(i) : "";
            if (argument.startsWith("--")) {
                consumed = flags.longFlag(argument, next, i < arguments.size());
            } else if (argument.startsWith("-") && argument.length() > 1) {
                consumed = flags.shorthand(argument, next, i < arguments.size());
            } else {
                flags.names.add(argument);
                consumed = false;
            }
            i += consumed ? 1 : 0;
        }
        return flags;
    }

    /** Whether the next argument is the flag's value. */
    private boolean longFlag(String argument, String next, boolean hasNext) {
        int equals = argument.indexOf('=');
        String name = argument.substring(2, equals < 0 ? argument.length() : equals);
        if (name.isEmpty() || name.startsWith("-")) {
            throw error("bad flag syntax: " + argument);
        }
        if (!isKnown(name)) {
            throw error("unknown flag: --" + name);
        }
        if (equals >= 0) {
            add(name, argument.substring(equals + 1));
            return false;
        }
        if (OPTIONAL_VALUE.contains(name)) {
            return false;
        }
        if (!hasNext) {
            throw error("flag needs an argument: --" + name);
        }
        add(name, next);
        return true;
    }

    private boolean shorthand(String argument, String next, boolean hasNext) {
        String name = SHORTHANDS.get(argument.charAt(1));
        if (name == null) {
            throw error("unknown shorthand flag: '" + argument.charAt(1) + "' in " + argument);
        }
        if (argument.length() > 2) {
            add(name, argument.substring(argument.charAt(2) == '=' ? 3 : 2));
            return false;
        }
        if (!hasNext) {
            throw error("flag needs an argument: '" + argument.charAt(1) + "' in " + argument);
        }
        add(name, next);
        return true;
    }

    private boolean isKnown(String name) {
        return name.equals("namespace") || WITHOUT_EFFECT.contains(name) || known.contains(name);
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
    }

    static InvalidFormatException error(String text) {
        return new InvalidFormatException("BAD_ARGUMENT", "", text);
    }

    /** The one argument that is no flag. */
    String name() {
        if (names.size() != 1) {
            throw error("exactly one NAME is required, got " + names.size());
        }
        return names.get(0);
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    /** The last value; empty when there is none. */
    String last(String flag) {
        List<String> all = all(flag);
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    /** Every value as it is. */
    List<String> all(String flag) {
        return values.getOrDefault(flag, List.of());
    }

    /** Every value taken apart at its commas. */
    List<String> split(String flag) {
        List<String> items = new ArrayList<>();
        for (String value : all(flag)) {
            items.addAll(fields(flag, value));
        }
        return items;
    }

    /** The fields of the first line of comma-separated values; a field in double quotes may hold commas. */
    private static List<String> fields(String flag, String value) {
        List<String> fields = new ArrayList<>();
        if (value.isEmpty()) {
            return fields;
        }
        int i = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            boolean quoted = i < value.length() && value.charAt(i) == '"';
            i = quoted ? quotedField(flag, value, i + 1, field) : plainField(flag, value, i, field);
            fields.add(field.toString());
            if (i >= value.length() || value.charAt(i) != ',') {
                return fields;
            }
            i++;
        }
    }

    private static int plainField(String flag, String value, int start, StringBuilder field) {
        int i = start;
        while (i < value.length() && value.charAt(i) != ',' && value.charAt(i) != '\n') {
            if (value.charAt(i) == '"') {
                throw notCsv(flag, value, i, "bare \" in non-quoted-field");
            }
            field.append(value.charAt(i++));
        }
        return i;
    }

    private static int quotedField(String flag, String value, int start, StringBuilder field) {
        int i = start;
        while (i < value.length()) {
            char c = value.charAt(i++);
            boolean doubled = c == '"' && i < value.length() && value.charAt(i) == '"';
            if (c == '"' && !doubled) {
                if (i < value.length() && value.charAt(i) != ',' && value.charAt(i) != '\n') {
                    throw notCsv(flag, value, i - 1, "extraneous or missing \" in quoted-field");
                }
                return i;
            }
            field.append(c);
            i += doubled ? 1 : 0;
        }
        throw notCsv(flag, value, i, "extraneous or missing \" in quoted-field");
    }

    private static InvalidFormatException notCsv(String flag, String value, int index, String rule) {
        return error("invalid argument " + GoText.quote(value) + " for \"--" + flag
                + "\" flag: parse error on line 1, column " + (index + 1) + ": " + rule);
    }

    /** Pairs such as {@code key=value,key=value}; a later pair replaces an earlier one of the same key. */
    Map<String, String> pairs(String flag) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String value : all(flag)) {
            for (String pair : value.split(",")) {
                int equals = pair.indexOf('=');
                if (equals >= 0) {
                    pairs.put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip());
                } else if (!pair.isEmpty()) {
                    throw error("invalid argument " + GoText.quote(value) + " for \"--" + flag
                            + "\" flag: malformed pair, expect string=string");
                }
            }
        }
        return pairs;
    }
}
