package io.github.kubetls.examples.controller;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells what is done and what goes wrong, a line each; what goes on being wrong is told once. */
public final class Journal {

    /** The subject of what keeps the controller from the server. */
    static final String SERVER = "the API server";

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

    void progress(String text) {
        output.println(line(text));
    }

    /** Tells a problem, unless it is what was last told about the same subject. */
    void problem(String subject, String text) {
        if (!text.equals(told.put(subject, text))) {
            errors.println(line(text));
        }
    }

    /** Forgets the problem of a subject: when it comes again it is told again. */
    void solved(String subject) {
        told.remove(subject);
    }

    /** Names of objects come from whoever may create them, and may hold anything. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
