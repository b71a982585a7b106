package io.github.kubetls.examples.hostile;

import java.util.List;
import java.util.regex.Pattern;

/** Prints what grows faster than its input, counted in steps; for a JVM with a {@link StepAgent}. */
final class StepCount {

    /** Looks through the whole text for each of its characters, and allocates nothing. */
    private static final Entry QUADRATIC = Entry.ofText("quadratic", StepCount::lookThrough, List.of("a"));

    private StepCount() {}

    /** Takes a factor and a pattern for the names of entries; the first line shows that what is quadratic is found. */
    public static void main(String[] arguments) {
        int factor = Integer.parseInt(arguments[0]);
        Pattern names = Pattern.compile(arguments[1]);
        System.out.println(faster(QUADRATIC, 2).get(0));
        for (Entry entry : Entries.all()) {
            if (names.matcher(entry.name()).matches()) {
                faster(entry, factor).forEach(System.out::println);
            }
        }
        System.out.println("all counted");
    }

    private static List<String> faster(Entry entry, int factor) {
        return new Growth(entry, StepCount::steps, 20_000, 10).fasterThan(factor);
    }

    private static long steps(Runnable run) {
        Steps.count = 0;
        Steps.copied = 0;
        run.run();
        return Steps.count + Steps.copied / 16;
    }

    private static Object lookThrough(String text) {
        int found = 0;
        for (int i = 0; i < text.length(); i++) {
            found = Math.max(found, text.indexOf('\0'));
        }
        return found;
    }
}
