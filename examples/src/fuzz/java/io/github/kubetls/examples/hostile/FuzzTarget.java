package io.github.kubetls.examples.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The target of Jazzer: gives what it makes up to the entries whose names match the property {@code fuzz.entries}. The first byte of
 * an input chooses among them.
 */
public final class FuzzTarget {

    private static final List<Entry> ENTRIES = Entries.all().stream()
            .filter(entry -> entry.name().matches(System.getProperty("fuzz.entries", ".*")))
            .toList();

    private FuzzTarget() {}

    /** Called by Jazzer with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Entry entry = ENTRIES.get((input[0] & 0xff) % ENTRIES.size());
        byte[] rest = new byte[input.length - 1];
        System.arraycopy(input, 1, rest, 0, rest.length);
        Property.check(entry, entry.input(rest));
    }

    /** Writes the seeds of the entries into a folder, from which Jazzer begins. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (int i = 0; i < ENTRIES.size(); i++) {
            Entry entry = ENTRIES.get(i);
            for (int j = 0; j < entry.seeds().size(); j++) {
                byte[] seed = entry.bytes(entry.seeds().get(j));
                byte[] input = new byte[seed.length + 1];
                input[0] = (byte) i;
                System.arraycopy(seed, 0, input, 1, seed.length);
                Files.write(folder.resolve("seed-" + i + '-' + j), input);
            }
        }
    }
}
