package io.github.kubetls.examples.tools.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Tells what a program does and what goes wrong, a line each; what goes on being wrong is told once. */
public final class Journal {

    private static final String NO_SUBJECT = "";
    /** What moves the cursor, starts a line or turns the direction of writing. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

    private final PrintWriter output;
    private final PrintWriter errors;
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /**
     * Tells it on two streams.
     *
     * @param output takes what is done
     * @param errors takes what goes wrong
     */
    public Journal(PrintWriter output, PrintWriter errors) {
        this.output = output;
        this.errors = errors;
    }

    /**
     * Tells what is done.
     *
     * @param text the line
     */
    public void tell(String text) {
        output.println(printable(text));
        solved(NO_SUBJECT);
    }

    /**
     * Tells a problem, unless nothing was told since it was last told.
     *
     * @param text the line
     */
    public void warn(String text) {
        problem(NO_SUBJECT, text);
    }

    /**
     * Tells a problem, unless it is what was last told about the same subject.
     *
     * @param subject what it is about; not printed
     * @param text    the line
     */
    public void problem(String subject, String text) {
        if (!text.equals(told.put(subject, text))) {
            errors.println(printable(text));
        }
    }

    /**
     * Forgets the problem of a subject: when it comes again it is told again.
     *
     * @param subject what it was about
     */
    public void solved(String subject) {
        told.remove(subject);
    }

    /**
     * Makes one line, harmless to a terminal, of a text that servers, or whoever may create objects, have a say in.
     *
     * @param text the text
     * @return the text with blanks for what is not to be printed
     */
    public static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }
}
