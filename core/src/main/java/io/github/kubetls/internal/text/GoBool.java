package io.github.kubetls.internal.text;

import java.util.Optional;
import java.util.Set;

/** Booleans in the texts of flags, as Go's {@code strconv.ParseBool} reads them. Those of YAML are others. */
public final class GoBool {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private GoBool() {}

    /** {@return the value of a text, or empty when it is not a boolean} */
    public static Optional<Boolean> parse(String text) {
        return TRUE.contains(text) || FALSE.contains(text) ? Optional.of(TRUE.contains(text)) : Optional.empty();
    }
}
