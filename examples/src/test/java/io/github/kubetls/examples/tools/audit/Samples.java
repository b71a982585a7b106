package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The samples, copied to where they can have the modes of files that Git does not keep. */
public final class Samples {

    /** The day that the samples were made for. */
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    /** Where they are. */
    public static final Path FOLDER = Path.of("samples");

    private Samples() {}

    /** Copies one of the two clusters, with every file readable by its owner only, except some. */
    public static Path copy(String cluster, Path target, String... readable) {
        Path source = FOLDER.resolve(cluster);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(cluster).resolve(source.relativize(file));
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
                if (Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
                    if (List.of(readable).contains(source.relativize(file).toString())) {
                        Posix.chmod(copy, "rw-r--r--");
                    } else {
                        Posix.ownerOnly(copy);
                    }
                }
            }
            return target.resolve(cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The unsound cluster with the three files that others may read. */
    public static Path unsound(Path target) {
        return copy(
                "unsound", target, "control-plane/admin.conf", "control-plane/pki/ca.key", "control-plane/token.csv");
    }

    /** The regular files of both clusters, in order. */
    public static List<Path> files() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
