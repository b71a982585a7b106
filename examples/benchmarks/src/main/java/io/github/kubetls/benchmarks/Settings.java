package io.github.kubetls.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of the command line. */
final class Settings {

    static final String USAGE = """
            examples/benchmarks/run [--quick] [--only REGEX] [--processes] [--java HOME]... [--go FILE] [--write FILE]

              --quick        few and short iterations: for a look, not for a figure to be kept
              --only REGEX   the benchmarks whose name the expression finds, and no processes
              --processes    only what is measured as processes
              --java HOME    a JDK to measure, again for each further one (default: the one that runs this)
              --go FILE      the figures of Go, for the column of that name
              --write FILE   puts the tables between the two markers of a page, such as docs/benchmarks.md
            """;

    private final List<Path> javas = new ArrayList<>();
    private boolean quick;
    private boolean processesOnly;
    private Optional<String> only = Optional.empty();
    private Optional<Path> go = Optional.empty();
    private Optional<Path> page = Optional.empty();

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException when there is another one, or a value is missing
     */
    Settings(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--processes" -> processesOnly = true;
                case "--only" -> only = Optional.of(value(arguments, ++i));
                case "--java" -> javas.add(Path.of(value(arguments, ++i), "bin", "java"));
                case "--go" -> go = Optional.of(Path.of(value(arguments, ++i)));
                case "--write" -> page = Optional.of(Path.of(value(arguments, ++i)));
                default -> throw new IllegalArgumentException("there is no option " + arguments[i]);
            }
        }
        if (javas.isEmpty()) {
            javas.add(Path.of(System.getProperty("java.home"), "bin", "java"));
        }
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " wants a value");
        }
        return arguments[index];
    }

    boolean quick() {
        return quick;
    }

    boolean benchmarks() {
        return !processesOnly;
    }

    boolean processes() {
        return only.isEmpty();
    }

    boolean whole() {
        return benchmarks() && processes();
    }

    String included() {
        return only.orElse("io.github.kubetls.benchmarks");
    }

    List<Path> javas() {
        return javas;
    }

    Optional<Path> go() {
        return go;
    }

    Optional<Path> page() {
        return page;
    }
}
