package io.github.kubetls.kubeconfig;

import io.github.kubetls.fixtures.ChildJvm;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** What a disk may do to those who write, each in a process of its own that has it to itself. */
enum FaultyDisk {
    /** No space is left on a small file system. */
    FULL(List.of("unshare", "--mount")) {
        @Override
        void mount(Path directory) throws IOException {
            command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString());
        }

        @Override
        void begin(Path directory) throws IOException {
            try (FileChannel filler = FileChannel.open(
                    directory.resolve("filler"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                while (true) {
                    filler.write(ByteBuffer.allocate(4096));
                }
            } catch (IOException e) {
                // Now it is full.
                return;
            }
        }

        @Override
        void end(Path directory) throws IOException {
            Files.delete(directory.resolve("filler"));
        }
    },
    /** The process may not write files of any size. */
    LIMITED(List.of()) {
        @Override
        void begin(Path directory) throws IOException {
            limit("0");
        }

        @Override
        void end(Path directory) throws IOException {
            limit("unlimited");
        }

        private void limit(String size) throws IOException {
            command("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=" + size + ":unlimited");
        }
    },
    /** The file system is mounted read-only, as after an error. */
    READ_ONLY(List.of("unshare", "--mount")) {
        @Override
        void mount(Path directory) throws IOException {
            command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString());
        }

        @Override
        void begin(Path directory) throws IOException {
            command("mount", "-o", "remount,ro", directory.toString());
        }

        @Override
        void end(Path directory) throws IOException {
            command("mount", "-o", "remount,rw", directory.toString());
        }
    },
    /** The process may not write into the folders; root is deprived of what lets it. */
    FORBIDDEN(List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")) {
        @Override
        void begin(Path directory) throws IOException {
            command("chmod", "-R", "a-w", directory.toString());
        }

        @Override
        void end(Path directory) throws IOException {
            command("chmod", "-R", "u+w", directory.toString());
        }
    },
    /** The folders have vanished, and files are in their places. */
    REPLACED(List.of()) {
        @Override
        void begin(Path directory) throws IOException {
            for (WriterKind writer : WriterKind.values()) {
                Path folder = writer.folder(directory);
                Files.move(folder, away(folder));
                Files.createFile(folder);
            }
        }

        @Override
        void end(Path directory) throws IOException {
            for (WriterKind writer : WriterKind.values()) {
                Path folder = writer.folder(directory);
                Files.delete(folder);
                Files.move(away(folder), folder);
            }
        }

        private Path away(Path folder) {
            return folder.resolveSibling(folder.getFileName() + ".away");
        }
    };

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final List<String> wrapper;

    FaultyDisk(List<String> wrapper) {
        this.wrapper = wrapper;
    }

    /** Takes place before anything is written. */
    void mount(Path directory) throws IOException {}

    abstract void begin(Path directory) throws IOException;

    abstract void end(Path directory) throws IOException;

    static void command(String... command) throws IOException {
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException(List.of(command) + " ends with " + code);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Runs a program that this happens to; the test is skipped where it cannot be made to happen. */
    String run(Class<?> program, Path directory) {
        Posix.assume();
        Tool.assume("prlimit");
        List<String> command = new ArrayList<>();
        if (!wrapper.isEmpty() && (ROOT || this != FORBIDDEN)) {
            command.addAll(wrapper);
            List<String> trial = new ArrayList<>(wrapper);
            trial.add("true");
            Tool.Result result = Tool.attempt(directory, Map.of(), trial.toArray(String[]::new));
            Assumptions.assumeTrue(result.isSuccess(), () -> "not allowed here: " + trial + ": " + result.printed());
        }
        command.addAll(ChildJvm.command(program, name(), directory.toString()));
        return Tool.run(directory, command.toArray(String[]::new));
    }
}
