package io.github.kubetls.internal.message;

import java.util.Collection;
import java.util.Iterator;

/** Text of messages, which is as long as somebody may want to read, however long what it is about. */
public final class BoundedText {

    /** How many characters a message has at most, but for the words that say how many were left out. */
    public static final int LONGEST = 16 * 1024;

    private BoundedText() {}

    /**
     * {@return a text, or its beginning and how much longer it is}
     *
     * @param text any text
     */
    public static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "... and " + (text.length() - end) + " characters more";
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
