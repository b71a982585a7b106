package io.github.kubetls.internal.flags;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.Invisible;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a command line apart as a POSIX shell does with plain words: blanks separate, a backslash takes the next character as
 * it is or continues the line, quotes hold words together. Whatever a shell would expand or run is refused.
 */
public final class ShellWords {

    private static final String SYNTAX = "$`;&|<>()";

    private final String text;
    private final boolean ofShell;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text, boolean ofShell) {
        this.text = text;
        this.ofShell = ofShell;
    }

    /**
     * Takes a command line apart.
     *
     * @param text the line, which may be continued on others
     * @return its words
     * @throws InvalidFormatException with code {@code COMMAND_INVALID} and the number of the word when it is not a plain
     *     command line
     */
    public static List<String> split(String text) {
        return new ShellWords(text, true).words();
    }

    /**
     * Takes the value of a variable apart as systemd does where it stands in a command as {@code $VARIABLE}: as a shell does,
     * but nothing is expanded.
     *
     * @param text the value
     * @return its words
     * @throws InvalidFormatException with code {@code COMMAND_INVALID} and the number of the word when a quote is never closed
     * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines">Command
     *     lines</a>
     */
    public static List<String> splitVariable(String text) {
        return new ShellWords(text, false).words();
    }

    private List<String> words() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                endWord();
            } else if (c == '\\') {
                escaped();
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else if (ofShell && SYNTAX.indexOf(c) >= 0) {
                throw bad("has shell syntax where plain words are expected");
            } else {
                if (c > '~') {
                    requireVisible(at - 1);
                }
                add(c);
            }
        }
        endWord();
        return words;
    }

    private void escaped() {
        if (text.startsWith("\r\n", at)) {
            at++;
        }
        if (at == text.length()) {
            return;
        }
        char c = text.charAt(at++);
        if (c != '\n') {
            add(c);
        }
    }

    private void requireVisible(int index) {
        Invisible.in(text, index, index + 1).ifPresent(found -> {
            throw bad("has " + found.name() + " outside of quotes, which no shell takes for a blank: type it again");
        });
    }

    private void quoted(char quote) {
        int end = at;
        while (end < text.length() && text.charAt(end) != quote) {
            end += !ofShell && text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw bad("has a quote that is never closed");
        }
        String inside = text.substring(at, end);
        if (!ofShell) {
            inside = inside.replaceAll("\\\\(.)", "$1");
        } else if (quote == '"'
                && (inside.indexOf('$') >= 0 || inside.indexOf('`') >= 0 || inside.indexOf('\\') >= 0)) {
            throw bad("has shell syntax within double quotes");
        }
        word.append(inside);
        inWord = true;
        at = end + 1;
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private InvalidFormatException bad(String rule) {
        return new InvalidFormatException("COMMAND_INVALID", Location.of("word " + (words.size() + 1)), rule);
    }
}
