package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One of the example programs in a process of its own; closing it kills it. */
final class ExampleProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path output;
    private final Path errors;

    private ExampleProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    static ExampleProcess start(Class<?> program, String... arguments) {
        return start(List.of("-Xmx256m"), program, arguments);
    }

    static ExampleProcess start(List<String> jvmOptions, Class<?> program, String... arguments) {
        return start(List.of(), jvmOptions, program, arguments);
    }

    /** As a shell with this umask starts it. */
    static ExampleProcess startWithUmask(String umask, Class<?> program, String... arguments) {
        Posix.assume();
        return start(
                List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"), List.of("-Xmx256m"), program, arguments);
    }

    private static ExampleProcess start(
            List<String> before, List<String> jvmOptions, Class<?> program, String... arguments) {
        try {
            Path output = Files.createTempFile("example", ".out");
            Path errors = Files.createTempFile("example", ".err");
            output.toFile().deleteOnExit();
            errors.toFile().deleteOnExit();
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1"));
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            return new ExampleProcess(process, output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A loopback port that nobody listened on a moment ago. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the program has printed a line that contains a text. */
    ExampleProcess awaitOutput(String text) {
        return await(this::output, text);
    }

    /** Waits until the program has told a problem in a line that contains a text. */
    ExampleProcess awaitErrors(String text) {
        return await(this::errors, text);
    }

    private ExampleProcess await(Supplier<String> printed, String text) {
        Instant end = Instant.now().plus(PATIENCE);
        while (printed.get().lines().noneMatch(line -> line.contains(text))) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                fail("the program did not print '%s': %s%s", text, output(), errors());
            }
            pause();
        }
        return this;
    }

    /** Waits until the program ends by itself, and returns its exit code. */
    int await() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the program ends: %s%s", output(), errors())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGTERM, which only POSIX systems have, and returns the exit code. */
    int terminate() {
        Posix.assume();
        process.destroy();
        return await();
    }

    /** Has the JVM print its threads, and waits until it has. */
    ExampleProcess printThreads() {
        Posix.assume();
        Tool.run(Path.of("."), "kill", "-QUIT", String.valueOf(process.pid()));
        return awaitOutput("JNI global refs");
    }

    /** Sends SIGKILL, and waits for the end. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Waits until the program has printed so many lines that contain a text. */
    void awaitLines(int number, String text) {
        awaitOutput(text);
        Instant end = Instant.now().plus(PATIENCE);
        while (output().lines().filter(line -> line.contains(text)).count() < number) {
            assertThat(isAlive() && Instant.now().isBefore(end))
                    .as("the program prints %d times '%s': %s%s", number, text, output(), errors())
                    .isTrue();
            pause();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        return read(output);
    }

    String errors() {
        return read(errors);
    }

    @Override
    public void close() {
        kill();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
