package io.github.kubetls.component;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.time.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flags of one command line: known ones by name with canonical values, and the others as they were given. */
final class FlagSet {

    private final Map<String, String> values;
    private final List<String> others;

    private FlagSet(Map<String, String> values, List<String> others) {
        this.values = values;
        this.others = others;
    }

    boolean isSet(Flag flag) {
        return values.containsKey(flag.name());
    }

    /** A text; components do not tell an empty one from none. */
    Optional<String> text(Flag flag) {
        return Optional.ofNullable(values.get(flag.name())).filter(value -> !value.isEmpty());
    }

    boolean bool(Flag flag, boolean ifUnset) {
        @Nullable String value = values.get(flag.name());
        return value == null ? ifUnset : value.equals("true");
    }

    int integer(Flag flag, int ifUnset) {
        @Nullable String value = values.get(flag.name());
        return value == null ? ifUnset : Integer.parseInt(value);
    }

    Duration duration(Flag flag, Duration ifUnset) {
        @Nullable String value = values.get(flag.name());
        return value == null ? ifUnset : GoDuration.parse(value, flag.name());
    }

    List<String> list(Flag flag, List<String> ifUnset) {
        @Nullable String value = values.get(flag.name());
        return value == null ? ifUnset : Flag.split(value);
    }

    List<String> others() {
        return others;
    }

    List<String> known() {
        List<String> arguments = new ArrayList<>();
        values.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagSet that && values.equals(that.values) && others.equals(that.others);
    }

    @Override
    public int hashCode() {
        return Objects.hash(values, others);
    }

    /** Collects flags; what is set last wins, except that lists grow while a command line is read. */
    static final class Builder {
        private final List<Flag> known;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> others = new ArrayList<>();

        Builder(List<Flag> known) {
            this.known = known;
        }

        Builder(List<Flag> known, FlagSet from) {
            this(known);
            values.putAll(from.values);
            others.addAll(from.others);
        }

        /**
         * Sets a flag.
         *
         * @throws IllegalArgumentException when the component would refuse the value
         */
        void set(Flag flag, String value) {
            values.put(flag.name(), flag.canonical(value));
        }

        /** Takes the next occurrence of a flag: a list is continued. */
        void take(Flag flag, String value) {
            String canonical = flag.canonical(value);
            @Nullable String before = values.get(flag.name());
            if (flag.kind() == Flag.Kind.LIST && before != null) {
                List<String> items = new ArrayList<>(Flag.split(before));
                items.addAll(Flag.split(canonical));
                canonical = Flag.join(items);
            }
            values.put(flag.name(), canonical);
        }

        /** Keeps a flag of another name as it is. */
        void keep(String argument) {
            others.add(argument);
        }

        /**
         * Adds a flag of another name.
         *
         * @throws IllegalArgumentException when it is no flag, or one that has a typed setter
         */
        void other(String argument) {
            FlagSet read;
            try {
                read = new FlagParser(known, false).parse(List.of(new FlagParser.Argument(argument, "")));
            } catch (InvalidFormatException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            if (!read.values.isEmpty()) {
                throw new IllegalArgumentException(
                        "--" + read.values.keySet().iterator().next() + " has a method of its own");
            }
            others.addAll(read.others);
        }

        /** The flags in the order of the component's list, whatever the order they came in. */
        FlagSet build() {
            Map<String, String> ordered = new LinkedHashMap<>();
            for (Flag flag : known) {
                @Nullable String value = values.get(flag.name());
                if (value != null) {
                    ordered.put(flag.name(), value);
                }
            }
            return new FlagSet(ordered, List.copyOf(others));
        }
    }
}
