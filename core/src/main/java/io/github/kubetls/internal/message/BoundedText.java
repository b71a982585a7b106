package io.github.kubetls.internal.message;

import java.util.Collection;
import java.util.Iterator;

/** Text of messages, which is as long as somebody may want to read, however long what it is about. */
public final class BoundedText {

    /** How many characters a message has at most, but for the words that say how many were left out. */
    public static final int LONGEST = 16 * 1024;

    private static final int TAIL = 4 * 1024;

    private BoundedText() {}

    /**
     * {@return a text, or its beginning, how much was left out, and its end, where a reason may stand behind a value}
     *
     * @param text any text
     */
    public static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int head = LONGEST - TAIL;
        int tail = text.length() - TAIL;
        head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
        tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        return text.substring(0, head) + "... " + (tail - head) + " characters more ..." + text.substring(tail);
    }

    /**
     * {@return texts one behind the other, or as many of them as there is room for and how many there are more}
     *
     * @param texts     any texts
     * @param separator what stands between them
     */
    public static String join(Collection<String> texts, String separator) {
        StringBuilder joined = new StringBuilder();
        Iterator<String> rest = texts.iterator();
        for (int left = texts.size(); rest.hasNext(); left--) {
            if (joined.length() > LONGEST) {
                return joined + separator + "and " + left + " more";
            }
            joined.append(joined.isEmpty() && left == texts.size() ? "" : separator)
                    .append(of(rest.next()));
        }
        return joined.toString();
    }
}
