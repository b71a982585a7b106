package io.github.kubetls;

import io.github.kubetls.internal.message.Visible;
import java.io.Serializable;
import java.util.Objects;

/**
 * A place: in which file, at which field, and where in the text. Each part may be unknown.
 *
 * <p>{@link #toString()} is what messages begin with, such as
 * {@code bootstrap.conf, users[2].user.token, line 17, column 12}.
 *
 * @param source the file, as its path was given, or what else names the text; empty when unknown
 * @param path   the field, such as {@code users[2].user.token}, the flag, the record or the PEM block; empty when the whole
 *               text is meant
 * @param line   the line of the text, from 1; 0 when unknown
 * @param column the column in that line, from 1; 0 when unknown
 * @serial exclude
 */
public record Location(String source, String path, int line, int column) implements Serializable {

    private static final Location NONE = new Location("", "", 0, 0);

    /**
     * Creates a location.
     *
     * @param source the file; empty when unknown
     * @param path   the field; empty when the whole text is meant
     * @param line   the line; 0 when unknown
     * @param column the column; 0 when unknown
     * @throws IllegalArgumentException for a negative number, and for a column without a line
     */
    public Location {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(path, "path");
        if (line < 0 || column < 0 || line == 0 && column > 0) {
            throw new IllegalArgumentException("there is no line " + line + ", column " + column);
        }
    }

    /** {@return the location of which nothing is known: the whole of a text without a name} */
    public static Location none() {
        return NONE;
    }

    /**
     * {@return the location of a field}
     *
     * @param path the field, such as {@code spec.usages[0]}
     */
    public static Location of(String path) {
        return path.isEmpty() ? NONE : new Location("", path, 0, 0);
    }

    /**
     * {@return the whole of a file}
     *
     * @param source its path, as it was given
     */
    public static Location ofSource(String source) {
        return new Location(source, "", 0, 0);
    }

    /**
     * {@return the same field at a place in the text}
     *
     * @param line   the line, from 1; 0 when unknown
     * @param column the column, from 1; 0 when unknown
     */
    public Location at(int line, int column) {
        return new Location(source, path, line, column);
    }

    /**
     * {@return this location as one within another: below its field, and in its file}
     *
     * <p>Line and column are the outer ones where those are known, for only they count in the file; a line of a text inside
     * the text is then part of the path, as in {@code data.kubeconfig, line 3, column 4}.
     *
     * @param outer the place that holds what this location is in
     */
    public Location within(Location outer) {
        if (outer.equals(NONE)) {
            return this;
        }
        if (outer.path.isEmpty() && outer.line == 0) {
            return new Location(outer.source, path, line, column);
        }
        String inner = line == 0 ? path : new Location("", path, line, column).toString();
        return new Location(outer.source, joined(outer.path, inner), outer.line, outer.column);
    }

    private static String joined(String outer, String inner) {
        if (outer.isEmpty() || inner.isEmpty() || inner.startsWith("[")) {
            return outer + inner;
        }
        // What ends in words, such as document 2 or a quoted name, has no members.
        String last = outer.substring(outer.lastIndexOf(", ") + 1).strip();
        boolean isField = !last.contains(" ") && !last.endsWith("\"");
        return outer + (isField && !inner.contains(" ") ? "." : ", ") + inner;
    }

    /** The parts that are known, as messages begin with them, escaped where they cannot be printed; empty when nothing is known. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        if (!path.isEmpty()) {
            text.append(text.isEmpty() ? "" : ", ").append(path);
        }
        if (line > 0) {
            text.append(text.isEmpty() ? "line " : ", line ").append(line);
        }
        if (column > 0) {
            text.append(", column ").append(column);
        }
        return Visible.text(text.toString());
    }
}
