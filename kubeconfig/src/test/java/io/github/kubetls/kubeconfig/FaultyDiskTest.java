package io.github.kubetls.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What everything that writes files does when the disk does not let it. */
class FaultyDiskTest {

    /** Writes everything, has everything written anew in vain, and tells of each failure and of what it left. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            FaultyDisk disk = FaultyDisk.valueOf(arguments[0]);
            Path directory = Path.of(arguments[1]);
            disk.mount(directory);
            Map<WriterKind, Map<String, String>> before = new EnumMap<>(WriterKind.class);
            for (WriterKind writer : WriterKind.values()) {
                writer.write(directory, 0);
                before.put(writer, FilesBelow.digests(writer.folder(directory)));
            }
            Map<WriterKind, String> failures = new EnumMap<>(WriterKind.class);
            disk.begin(directory);
            for (WriterKind writer : WriterKind.values()) {
                failures.put(writer, failure(writer, directory));
            }
            disk.end(directory);
            for (WriterKind writer : WriterKind.values()) {
                System.out.println(writer + "\t" + failures.get(writer));
                Map<String, String> after = FilesBelow.digests(writer.folder(directory));
                if (!after.equals(before.get(writer))) {
                    System.out.println(writer + "\thas changed from " + before.get(writer) + " to " + after);
                }
                writer.write(directory, 1);
            }
        }

        private static String failure(WriterKind writer, Path directory) {
            try {
                writer.write(directory, 1);
                return "does not fail";
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void everyWriterNamesItsFileAndLeavesWhatWasThere(FaultyDisk disk) {
        List<String> lines = disk.run(Program.class, directory).lines().toList();
        assertThat(lines).hasSameSizeAs(WriterKind.values());
        Stream.of(WriterKind.values())
                .forEach(writer -> assertThat(lines)
                        .filteredOn(line -> line.startsWith(writer + "\t"))
                        .singleElement()
                        .asString()
                        .matches(writer + "\tjava\\.nio\\.file\\.\\w+: \\Q" + writer.folder(directory) + "\\E.*: .*")
                        .doesNotContain(".tmp"));
    }
}
