package io.github.kubetls.internal.flags;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a command line apart as a POSIX shell does with plain words: blanks separate, a backslash takes the next character as
 * it is or continues the line, quotes hold words together. Whatever a shell would expand or run is refused.
 */
public final class ShellWords {

    private static final String SYNTAX = "$`;&|<>()";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /**
     * Takes a command line apart.
     *
     * @param text the line, which may be continued on others
     * @return its words
     * @throws InvalidFormatException with code {@code COMMAND_INVALID} and the number of the word when it is no plain
     *     command line
     */
    public static List<String> split(String text) {
        return new ShellWords(text).words();
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
            } else if (SYNTAX.indexOf(c) >= 0) {
                throw bad("has shell syntax where plain words are expected");
            } else {
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

    private void quoted(char quote) {
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw bad("has a quote that is never closed");
        }
        String inside = text.substring(at, end);
        if (quote == '"' && (inside.indexOf('$') >= 0 || inside.indexOf('`') >= 0 || inside.indexOf('\\') >= 0)) {
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
