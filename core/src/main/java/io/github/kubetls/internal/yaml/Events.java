package io.github.kubetls.internal.yaml;

import org.jspecify.annotations.Nullable;

/**
 * A text as a stream of events, whether it is written in YAML or in JSON. A key is an event of its own, as its value is.
 * Lines and columns count from 1.
 */
interface Events {

    /** What an event is; {@code NOTHING} comes after the last document. */
    enum Kind {
        SCALAR,
        ALIAS,
        MAPPING,
        SEQUENCE,
        END,
        NOTHING
    }

    /** A text that breaks a rule, which is the message; it never quotes the text, which may be a secret. */
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        /** Stable name of the rule. */
        final String code;

        /** Line from 1, or 0 when it is unknown. */
        final int line;

        /** Column from 1, or 0 when it is unknown. */
        final int column;

        Malformed(String code, String rule, int line, int column) {
            super(rule, null, false, false);
            this.code = code;
            this.line = line;
            this.column = column;
        }
    }

    /** Moves to the next event. */
    Kind next() throws Malformed;

    /** The line where the current event starts. */
    int line();

    /** The column where the current event starts. */
    int column();

    /** The name of the current node, or the name that the current alias refers to; null where there are no names. */
    default @Nullable String anchor() {
        return null;
    }

    /** The key that the current event is; null when JSON cannot express it. */
    @Nullable
    String key() throws Malformed;

    /** Whether that key asks for a merge; never where there are no merges. */
    default boolean isMerge() {
        return false;
    }

    /** The value of the current scalar: a String or a part of the text, Boolean, Long, BigInteger, Double, or null. */
    @Nullable
    Object value() throws Malformed;

    /** The current event breaks a rule. */
    default Malformed malformed(String rule) {
        return new Malformed("DOCUMENT_INVALID", rule, line(), column());
    }
}
