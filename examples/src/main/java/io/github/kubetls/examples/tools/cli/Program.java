package io.github.kubetls.examples.tools.cli;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.TlsBootstrapException;
import io.github.kubetls.token.BootstrapTokenSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command as a program: options by picocli, failures in one line on standard error, and an orderly end when it is
 * told to stop.
 *
 * <p>Exit codes: what the command returns; {@value #FAILURE} for a failure; {@value #USAGE} for options that make no sense;
 * {@value #TERMINATED} when it was told to stop before it was done. On SIGTERM and SIGINT the command's thread is interrupted;
 * one that runs until then catches the {@link InterruptedException}, cleans up and returns 0.
 */
public final class Program {

    /** The command did not succeed; standard error says why. */
    public static final int FAILURE = 1;

    /** The options make no sense; standard error says why. */
    public static final int USAGE = 2;

    /** The command was told to stop before it was done. */
    public static final int TERMINATED = 143;

    private static final int SECONDS_TO_STOP = 10;

    private Program() {}

    /**
     * Runs a command on this process' streams, and ends the process when the exit code is not 0.
     *
     * @param command   the command, annotated for picocli
     * @param arguments the options
     */
    public static void main(Callable<Integer> command, String... arguments) {
        main(new CommandLine(command), arguments);
    }

    /**
     * Runs a command line, perhaps one with subcommands, on this process' streams, and ends the process when the exit code is
     * not 0.
     *
     * @param line      the command line
     * @param arguments the options
     */
    public static void main(CommandLine line, String... arguments) {
        CountDownLatch over = new CountDownLatch(1);
        int[] exitCode = {TERMINATED};
        Thread thread = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(thread, over, exitCode), "stop"));
        try {
            exitCode[0] = run(line, System.out, System.err, arguments);
        } finally {
            over.countDown();
        }
        if (exitCode[0] != 0) {
            System.exit(exitCode[0]);
        }
    }

    /** Ends the process with the exit code of a command that stops, or leaves one alone that is over. */
    private static void stop(Thread command, CountDownLatch over, int[] exitCode) {
        if (over.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            boolean stopped = over.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            System.out.flush();
            System.err.flush();
            // Without this the exit code would be that of the signal, whatever the command says.
            Runtime.getRuntime().halt(stopped ? exitCode[0] : TERMINATED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs a command.
     *
     * @param command   the command, annotated for picocli
     * @param output    takes what it prints
     * @param errors    takes what goes wrong
     * @param arguments the options
     * @return the exit code
     */
    public static int run(Callable<Integer> command, PrintStream output, PrintStream errors, String... arguments) {
        return run(new CommandLine(command), output, errors, arguments);
    }

    private static int run(CommandLine line, PrintStream output, PrintStream errors, String... arguments) {
        line.setOut(new PrintWriter(output, true, Charset.defaultCharset()));
        line.setErr(new PrintWriter(errors, true, Charset.defaultCharset()));
        line.registerConverter(Duration.class, Program::duration);
        line.setParameterExceptionHandler((mistake, given) -> refuse(mistake));
        line.setExecutionExceptionHandler((failure, failed, parsed) -> report(failure, failed));
        return line.execute(arguments);
    }

    /** Durations are written as in the flags of Kubernetes' components. */
    private static Duration duration(String text) {
        try {
            return BootstrapTokenSettings.parseTtl(text);
        } catch (InvalidFormatException e) {
            throw new TypeConversionException("'" + text + "' " + e.rule());
        }
    }

    /** As picocli does, but without values that belong to nothing: one may be the token of an option that is misspelt. */
    private static int refuse(ParameterException mistake) {
        CommandLine line = mistake.getCommandLine();
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            line.getErr()
                    .println(unmatched.getUnmatched().stream()
                            .filter(argument -> argument.startsWith("-"))
                            .findFirst()
                            .map(argument -> "Unknown option: '" + argument.split("=", 2)[0] + "'")
                            .orElse("Too many arguments"));
        } else {
            line.getErr().println(mistake.getMessage());
        }
        line.usage(line.getErr());
        return USAGE;
    }

    private static int report(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof InterruptedException || failure instanceof ClosedByInterruptException) {
            line.getErr().println(line.getCommandName() + ": stopped");
            return TERMINATED;
        }
        boolean expected = failure instanceof IOException
                || failure instanceof TlsBootstrapException
                || failure instanceof IllegalArgumentException
                || failure instanceof ProgramException;
        if (!expected) {
            throw failure;
        }
        line.getErr().println(line.getCommandName() + ": " + describe(failure));
        return FAILURE;
    }

    /**
     * Says what went wrong, in words for the one who called the program.
     *
     * @param failure the exception
     * @return one line
     */
    public static String describe(Exception failure) {
        if (failure instanceof NoSuchFileException file) {
            return "there is no file " + file.getFile();
        }
        if (failure instanceof AccessDeniedException file) {
            return "permission denied: " + file.getFile();
        }
        if (failure instanceof FileSystemException file) {
            String reason = file.getReason();
            return "cannot use " + file.getFile() + ": "
                    + (reason == null ? file.getClass().getSimpleName() : reason);
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
