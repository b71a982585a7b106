package io.github.kubetls.examples.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Inputs of an entry that grow: behind a seed or behind nothing something is repeated, or a word of the seed is made longer. */
final class Growth {

    /** What is repeated, with its number where there is a percent sign. */
    private static final List<String> REPEATED = List.of(
            "a",
            " ",
            "\n",
            "\t",
            "\"",
            "'",
            "[",
            "{\"a\":",
            ",",
            "\\",
            "é",
            "=",
            "-",
            "- a\n",
            "k%: v\n",
            "\n- &a% b",
            "a%,b,%\n",
            "-----BEGIN X-----\n",
            "-----BEGIN X-----\nAAAA\n-----END X-----\n",
            " --a%=b",
            "---\n",
            "# c\n",
            "? a\n",
            "%h",
            "a.",
            ":");

    private static final int SHORTEST = 5_000;

    /** How much more than linear is taken for linear: hashes collide, arrays grow by steps. */
    private static final double LENIENCE = 1.6;

    private final Entry entry;
    private final ToLongFunction<Runnable> cost;
    private final long free;
    private final long freeForACharacter;

    /**
     * What reading grown inputs costs.
     *
     * @param entry what reads
     * @param cost  what a run costs
     * @param free  a cost that is no growth
     * @param freeForACharacter a cost of each character that is none either: where a short input is not looked at to its end
     */
    Growth(Entry entry, ToLongFunction<Runnable> cost, long free, long freeForACharacter) {
        this.entry = entry;
        this.cost = cost;
        this.free = free;
        this.freeForACharacter = freeForACharacter;
    }

    /** Makes the inputs longer by a factor: what costs more than that factor more. */
    List<String> fasterThan(int factor) {
        String seed = entry.seeds().get(0);
        List<String> faster = new ArrayList<>();
        for (String repeated : REPEATED) {
            for (String head : List.of(seed, "")) {
                String input = text(head, repeated, SHORTEST);
                // What is made when it is first used is there afterwards.
                cost(input);
                String much = text(head, repeated, factor * SHORTEST);
                faster.addAll(
                        compare(input, much, factor, Quoted.of(repeated) + " behind " + head.length() + " characters"));
            }
        }
        String longest = "";
        for (String word : seed.split("[^A-Za-z0-9+/]+")) {
            longest = word.length() > longest.length() ? word : longest;
        }
        int at = seed.indexOf(longest) + longest.length() / 4 * 4;
        faster.addAll(compare(
                inserted(seed, at, SHORTEST), inserted(seed, at, factor * SHORTEST), factor, "more of " + longest));
        return faster;
    }

    private List<String> compare(String shorter, String longer, int factor, String how) {
        long once = cost(shorter);
        long more = cost(longer);
        return more < LENIENCE * factor * once + free + freeForACharacter * longer.length()
                ? List.of()
                : List.of(entry + " takes " + once + ", and of " + factor + " times as much " + more + ": " + how);
    }

    private long cost(String input) {
        return cost.applyAsLong(() -> Property.readOnly(entry, input));
    }

    private static String inserted(String seed, int at, int length) {
        return seed.substring(0, at) + "A".repeat(length) + seed.substring(at);
    }

    private String text(String head, String repeated, int length) {
        StringBuilder text = new StringBuilder(head);
        int number = 0;
        while (text.length() < head.length() + length) {
            text.append(repeated.replace("%", String.valueOf(100_000 + number++)));
        }
        return entry.isBinary() ? entry.input(entry.bytes(text.toString())) : text.toString();
    }
}
