package io.github.kubetls.internal.flags;

import io.github.kubetls.Location;
import io.github.kubetls.internal.time.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The flags of one command line: known ones with canonical values, and the others as they were given. */
public final class FlagSet {

    private final Map<Flag, List<String>> values;
    private final List<String> others;
    private final List<String> operands;
    private final List<String> operandsAfterDashes;
    private final Set<String> formerNames;

    private FlagSet(Builder builder) {
        this.values = new LinkedHashMap<>();
        for (Flag flag : builder.known) {
            @Nullable List<String> items = builder.values.get(flag);
            if (items != null) {
                values.put(flag, List.copyOf(items));
            }
        }
        this.others = List.copyOf(builder.others);
        this.operands = List.copyOf(builder.operands);
        this.operandsAfterDashes = List.copyOf(builder.operandsAfterDashes);
        this.formerNames = Set.copyOf(builder.formerNames);
    }

    /**
     * {@return whether a flag has a value, even an empty one}
     *
     * @param flag the flag
     */
    public boolean isSet(Flag flag) {
        return values.containsKey(flag);
    }

    /**
     * {@return the last value of a flag, which may be an empty text, or empty when it is not set}
     *
     * @param flag the flag
     */
    public Optional<String> last(Flag flag) {
        List<String> items = values.getOrDefault(flag, List.of());
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(items.size() - 1));
    }

    /**
     * {@return the last value of a flag, or empty; programs do not tell an empty text from none}
     *
     * @param flag the flag
     */
    public Optional<String> text(Flag flag) {
        return last(flag).filter(value -> !value.isEmpty());
    }

    /**
     * {@return the last value of a flag, or empty when it is not set}
     *
     * @param flag the flag
     */
    public Optional<Boolean> bool(Flag flag) {
        return last(flag).map("true"::equals);
    }

    /**
     * {@return the last value of a flag, or empty when it is not set}
     *
     * @param flag the flag
     */
    public Optional<Integer> integer(Flag flag) {
        return last(flag).map(Integer::valueOf);
    }

    /**
     * {@return the last value of a flag, or empty when it is not set}
     *
     * @param flag the flag
     */
    public Optional<Duration> duration(Flag flag) {
        return last(flag).map(value -> GoDuration.parse(value, Location.of(flag.name())));
    }

    /**
     * {@return all values of a flag that may be repeated, or what it has when it is not set}
     *
     * @param flag    the flag
     * @param ifUnset what it has when it is not set
     */
    public List<String> list(Flag flag, String... ifUnset) {
        return values.getOrDefault(flag, List.of(ifUnset));
    }

    /**
     * {@return all pairs of a flag; a later one replaces an earlier one of the same key}
     *
     * @param flag the flag
     */
    public Map<String, String> pairs(Flag flag) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list(flag)) {
            int equals = pair.indexOf('=');
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    /** {@return the flags that are not known, or only kept, with their values after an equals sign} */
    public List<String> others() {
        return others;
    }

    /** {@return the names, without dashes, of all flags, and those of older releases that known flags were read by} */
    public Set<String> names() {
        Set<String> names = new HashSet<>(formerNames);
        values.keySet().forEach(flag -> names.add(flag.name()));
        others.forEach(argument -> names.add(
                argument.replaceFirst("^-+", "").replaceFirst("=(?s:.*)", "").replace('_', '-')));
        return names;
    }

    /** {@return the arguments that are not flags, up to {@code --}} */
    public List<String> operands() {
        return operands;
    }

    /** {@return the arguments after {@code --}} */
    public List<String> operandsAfterDashes() {
        return operandsAfterDashes;
    }

    /** {@return the known flags, each as {@code --name=value}, in the program's order} */
    public List<String> known() {
        List<String> arguments = new ArrayList<>();
        values.forEach((flag, items) -> {
            List<String> texts = flag.kind() == Flag.Kind.LIST ? List.of(join(items)) : items;
            texts.forEach(text -> arguments.add(flag + "=" + text));
        });
        return arguments;
    }

    /** The items of a list as one value; a single empty one has to be quoted. */
    private static String join(List<String> items) {
        if (items.equals(List.of(""))) {
            return "\"\"";
        }
        return items.stream()
                .map(item -> item.contains(",") || item.contains("\"") ? '"' + item.replace("\"", "\"\"") + '"' : item)
                .collect(Collectors.joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagSet that && values.equals(that.values) && others.equals(that.others);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, others);
    }

    /** Collects flags. */
    public static final class Builder {
        final List<Flag> known;
        private final Consumer<String> rule;
        private final Map<Flag, List<String>> values = new LinkedHashMap<>();
        private final List<String> others = new ArrayList<>();
        private final List<String> operands = new ArrayList<>();
        private final List<String> operandsAfterDashes = new ArrayList<>();
        private final Set<String> formerNames = new HashSet<>();

        /**
         * Starts without flags.
         *
         * @param known the flags that the program knows, in the order to write them
         * @param rule  throws an IllegalArgumentException for a value that may not be, besides what its type demands
         */
        public Builder(List<Flag> known, Consumer<String> rule) {
            this.known = known;
            this.rule = rule;
        }

        /**
         * Starts without flags, of which any value may be that its type allows.
         *
         * @param known the flags that the program knows, in the order to write them
         */
        public Builder(List<Flag> known) {
            this(known, value -> {});
        }

        /**
         * Adds what another command line has.
         *
         * @param from its flags
         * @return this builder
         */
        public Builder addAll(FlagSet from) {
            from.values.forEach((flag, items) -> values.put(flag, new ArrayList<>(items)));
            others.addAll(from.others);
            return this;
        }

        /**
         * Sets a flag, whatever it had before.
         *
         * @param flag  the flag
         * @param value its value
         * @throws IllegalArgumentException when the program would refuse the value
         */
        public void set(Flag flag, Object value) {
            values.remove(flag);
            take(flag, value.toString());
        }

        /**
         * Sets a list, whatever it had before.
         *
         * @param flag  the flag
         * @param items its items
         * @throws IllegalArgumentException when the program would refuse one
         */
        public void set(Flag flag, List<String> items) {
            set(flag, join(items));
        }

        /** Drops the flags that are not known. */
        public void clearOthers() {
            others.clear();
        }

        /** Takes the next occurrence of a flag. */
        void take(Flag flag, String value) {
            rule.accept(value);
            List<String> items = flag.read(value);
            if (!flag.grows()) {
                values.remove(flag);
            }
            values.computeIfAbsent(flag, none -> new ArrayList<>()).addAll(items);
        }

        /** Remembers that a flag was read by a name of older releases. */
        void byFormerName(String name) {
            formerNames.add(name);
        }

        /** Keeps a flag as it is. */
        void keep(String argument) {
            rule.accept(argument);
            others.add(argument);
        }

        void operand(String argument, boolean afterDashes) {
            (afterDashes ? operandsAfterDashes : operands).add(argument);
        }

        /** {@return the flags} */
        public FlagSet build() {
            return new FlagSet(this);
        }
    }
}
