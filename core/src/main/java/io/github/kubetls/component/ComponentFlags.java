package io.github.kubetls.component;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.flags.FlagSet;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.text.GoText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the flags of all components have in common: they are written as a command line, or as a file with one flag per line.
 *
 * <p>Immutable. Flags that have no accessor are kept as they were given and written last, as {@code --name=value}. Values
 * with line breaks, or with white space around them, are refused.
 *
 * <p>Reading fails with one of the codes {@code FLAG_INVALID}, {@code FLAG_VALUE_MISSING}, {@code FLAG_VALUE_INVALID} and
 * {@code ARGUMENT_UNEXPECTED}, located at a line or an argument, or with {@code FLAGS_CONFLICTING} and the component's words
 * when it would refuse to start.
 *
 * @see <a href="https://kubernetes.io/docs/reference/command-line-tools-reference/">Component tools</a>
 */
public abstract sealed class ComponentFlags permits ApiServerFlags, ControllerManagerFlags, KubeletFlags {

    private static final String SEVERAL_FLAGS = "a value of several flags cannot be written as one line";
    private static final int MAX_BYTES = 1024 * 1024;

    final FlagSet flags;

    ComponentFlags(FlagSet flags) {
        this.flags = flags;
    }

    static <F extends ComponentFlags> F read(Path file, Function<String, F> parser) throws IOException {
        return ManifestReader.read(file, MAX_BYTES, parser);
    }

    static <F extends ComponentFlags> F parsed(F flags) {
        FlagLines.unwritable(flags.arguments()).ifPresent(flag -> {
            throw new InvalidFormatException("FLAG_VALUE_INVALID", Location.of(flag), SEVERAL_FLAGS);
        });
        List<String> conflicts = flags.conflicts();
        if (!conflicts.isEmpty()) {
            throw new InvalidFormatException("FLAGS_CONFLICTING", Location.none(), GoText.aggregate(conflicts));
        }
        return flags;
    }

    static <F extends ComponentFlags> F built(F flags) {
        FlagLines.unwritable(flags.arguments()).ifPresent(flag -> {
            throw new IllegalArgumentException(flag + ": " + SEVERAL_FLAGS);
        });
        List<String> conflicts = flags.conflicts();
        if (!conflicts.isEmpty()) {
            throw new IllegalArgumentException(GoText.aggregate(conflicts));
        }
        return flags;
    }

    /** What the component says before it refuses to start. */
    abstract List<String> conflicts();

    /**
     * {@return the command line without the program's name: one argument per flag, each {@code --name=value}, in a fixed
     * order}
     */
    public final List<String> arguments() {
        List<String> arguments = new ArrayList<>(flags.known());
        arguments.addAll(flags.others());
        return List.copyOf(arguments);
    }

    /** {@return the flags that have no accessor, in the order they were given, each with its value after {@code =}} */
    public final List<String> otherFlags() {
        return flags.others();
    }

    /** {@return the flags, one per line; every line ends with a line feed. A value that has a flag in it stands on
     * a line of its own} */
    public final String toText() {
        return FlagLines.text(arguments());
    }

    /**
     * Writes the flags, one per line, into a file of mode 0644, replacing an existing one. Missing directories are created.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     */
    public final void write(Path file) throws IOException {
        AtomicFiles.write(file, toText().getBytes(StandardCharsets.UTF_8), AtomicFiles.READABLE);
    }

    /** {@return what is legal but unwise, or will fail later, with the latest release} */
    public final List<Finding> findings() {
        return findings(KubernetesRelease.latest());
    }

    /**
     * {@return what is legal but unwise, or will fail later} For a component of the release, which does not start with a
     * flag that it does not know, there are the errors {@code FLAG_REMOVED} and {@code FLAG_UNKNOWN}, the former also for a
     * flag that was read by a name of older releases. Flags that have nothing to do with bootstrapping are not looked at.
     *
     * @param release the release of the component
     */
    public final List<Finding> findings(KubernetesRelease release) {
        List<Finding> findings = new ArrayList<>(componentFindings());
        findings.addAll(FlagLines.findings(arguments()));
        Set<String> names = flags.names();
        for (FlagChange change : changes()) {
            if (names.contains(change.name())) {
                change.finding(release).ifPresent(findings::add);
            }
        }
        return List.copyOf(findings);
    }

    /** The flags that releases of the component differ in. */
    abstract List<FlagChange> changes();

    /** The findings that are the component's own. */
    abstract List<Finding> componentFindings();

    @Override
    public final boolean equals(Object other) {
        return other != null && getClass() == other.getClass() && flags.equals(((ComponentFlags) other).flags);
    }

    @Override
    public final int hashCode() {
        return flags.hashCode();
    }

    /** The flags that have an accessor; of the others only how many there are. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + flags.known() + " and "
                + flags.others().size() + " others";
    }
}
