package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.kubeconfig.internal.EnvironmentPaths;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which files make up a kubeconfig, and in which order: one that is named, those of a {@code KUBECONFIG} list, or
 * {@code $HOME/.kube/config}; clientcmd's loading rules.
 *
 * <p>Of each cluster, user and context the first file that has one of that name counts, of current-context the first that
 * is not empty. Changes go to the file that an entry came from; a new entry, and current-context, go to the
 * {@linkplain #defaultFile() default file}.
 *
 * <pre>{@code
 * KubeconfigFiles files = KubeconfigFiles.ofEnvironment(System.getenv());
 * Kubeconfig config = files.load().config();
 * files.update(current -> KubectlEdits.of(current).useContext("production").config());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files">
 *     Merging kubeconfig files</a>
 */
public final class KubeconfigFiles {

    /** How a changed entry has its paths written. */
    public enum PathForm {
        /**
         * Relative to the file where that needs no {@code ..}, else absolute; as {@code set-cluster} and similar
         * commands do.
         */
        RELATIVE,
        /** As they are in the entry; as {@code kubectl config set} and {@code unset} do. */
        AS_WRITTEN
    }

    private static final Optional<Duration> LOCK_TIMEOUT = Optional.of(Duration.ofSeconds(5));

    private final List<Path> paths;
    private final boolean explicit;
    private final Optional<Duration> lockTimeout;
    private final int maxBytes;
    private final KubernetesRelease release;

    private KubeconfigFiles(
            List<Path> paths,
            boolean explicit,
            Optional<Duration> lockTimeout,
            int maxBytes,
            KubernetesRelease release) {
        this.paths = paths;
        this.explicit = explicit;
        this.lockTimeout = lockTimeout;
        this.maxBytes = maxBytes;
        this.release = release;
    }

    private static KubeconfigFiles of(List<Path> paths, boolean explicit) {
        return new KubeconfigFiles(
                paths, explicit, LOCK_TIMEOUT, KubeconfigReader.MAX_LENGTH, KubernetesRelease.latest());
    }

    /**
     * {@return the rules for one file, as the flag {@code --kubeconfig} names it, which has to exist to be
     * {@linkplain #load() loaded}}
     *
     * @param file the file
     */
    public static KubeconfigFiles of(Path file) {
        return of(List.of(file), true);
    }

    /**
     * {@return the rules for several files, of which the earlier ones take precedence; those that do not exist are
     * passed over}
     *
     * @param files the files; repetitions are dropped
     */
    public static KubeconfigFiles of(List<Path> files) {
        return of(List.copyOf(new LinkedHashSet<>(files)), false);
    }

    /**
     * {@return the rules for the files that an environment names: {@code KUBECONFIG}, a list with the separator of the
     * platform, else {@code .kube/config} in the user's home: {@code HOME}, on Windows also {@code HOMEDRIVE} with
     * {@code HOMEPATH} or {@code USERPROFILE}, whichever has the file}
     *
     * @param environment variables by name, such as {@code System.getenv()}
     */
    public static KubeconfigFiles ofEnvironment(Map<String, String> environment) {
        return ofEnvironment(environment, FileSystems.getDefault());
    }

    static KubeconfigFiles ofEnvironment(Map<String, String> environment, FileSystem system) {
        String list = environment.getOrDefault("KUBECONFIG", "");
        return of(
                list.isEmpty()
                        ? List.of(EnvironmentPaths.inHome("config", environment, system))
                        : EnvironmentPaths.split(list, system));
    }

    /**
     * {@return a copy with another time to wait for the locks of other programs}
     *
     * @param timeout the time; zero for not waiting, as kubectl. Five seconds unless set
     */
    public KubeconfigFiles withLockTimeout(Duration timeout) {
        return new KubeconfigFiles(paths, explicit, Optional.of(timeout), maxBytes, release);
    }

    /**
     * {@return a copy that neither takes nor respects the locks of other programs, for a directory that nothing can be
     * created in}
     */
    public KubeconfigFiles withoutLocks() {
        return new KubeconfigFiles(paths, explicit, Optional.empty(), maxBytes, release);
    }

    /**
     * {@return a copy with another bound on the size of a file}
     *
     * @param maxBytes the largest file that is read; 3 MiB unless set
     */
    public KubeconfigFiles withMaxBytes(int maxBytes) {
        return new KubeconfigFiles(paths, explicit, lockTimeout, maxBytes, release);
    }

    /**
     * {@return a copy that writes as another release does}
     *
     * @param release the release; {@link KubernetesRelease#latest()} unless set. Before 1.34, an empty
     *                {@code preferences} is there
     */
    public KubeconfigFiles withRelease(KubernetesRelease release) {
        return new KubeconfigFiles(paths, explicit, lockTimeout, maxBytes, release);
    }

    /** {@return the files by precedence, their paths as they were given, unmodifiable} */
    public List<Path> paths() {
        return paths;
    }

    /**
     * {@return the path of the file that new entries and current-context go to: the first one that exists, else the
     * last one}
     *
     * @throws IllegalStateException when there are no files at all
     */
    public Path defaultFile() {
        if (paths.isEmpty()) {
            throw new IllegalStateException("no kubeconfig file is named");
        }
        return paths.stream().filter(Files::exists).findFirst().orElse(paths.get(paths.size() - 1));
    }

    /**
     * Reads and merges the files. Those of a list that do not exist are passed over.
     *
     * @return the result
     * @throws InvalidFormatException when kubectl would refuse a file; the message names all that it would refuse
     * @throws IOException            when a file cannot be read, or the one that was named does not exist
     */
    public LoadedKubeconfig load() throws IOException {
        if (explicit && !Files.exists(paths.get(0))) {
            throw new NoSuchFileException(paths.get(0).toString(), null, "no such file or directory");
        }
        return loadOrEmpty();
    }

    /**
     * Reads and merges the files, passing over any that does not exist: what {@code kubectl config} starts from.
     *
     * @return the result
     * @throws InvalidFormatException when kubectl would refuse a file; the message names all that it would refuse
     * @throws IOException            when a file cannot be read
     */
    public LoadedKubeconfig loadOrEmpty() throws IOException {
        return LoadedKubeconfig.load(this, maxBytes);
    }

    /**
     * Changes the kubeconfig under kubectl's locks: reads the files, applies the change, and writes, atomically, those
     * files that it changes. No other program that honours the locks loses anything by it.
     *
     * @param change makes the changed kubeconfig from the current one
     * @return the files that were written
     * @throws InvalidFormatException when kubectl would refuse a file
     * @throws IOException            when a file cannot be read or written, or a lock cannot be had in time
     */
    public Set<Path> update(UnaryOperator<Kubeconfig> change) throws IOException {
        return update(PathForm.RELATIVE, change);
    }

    /**
     * Changes the kubeconfig under kubectl's locks, with a choice of how paths are written.
     *
     * @param form   how changed entries have their paths written
     * @param change makes the changed kubeconfig from the current one
     * @return the files that were written
     * @throws InvalidFormatException when kubectl would refuse a file
     * @throws IOException            when a file cannot be read or written, or a lock cannot be had in time
     */
    public Set<Path> update(PathForm form, UnaryOperator<Kubeconfig> change) throws IOException {
        return locked(() -> {
            LoadedKubeconfig loaded = loadOrEmpty();
            return write(loaded.changes(form, change.apply(loaded.config())));
        });
    }

    /** Writes, under the locks, the difference between what was loaded before and what it was changed to. */
    Set<Path> save(PathForm form, Kubeconfig before, Kubeconfig after) throws IOException {
        return locked(() -> write(new FilePlan(loadOrEmpty(), form).changes(before, after)));
    }

    private Set<Path> locked(LockFiles.Action<Set<Path>> action) throws IOException {
        return lockTimeout.isEmpty() ? action.run() : LockFiles.holding(paths, lockTimeout.get(), action);
    }

    private Set<Path> write(Map<Path, Kubeconfig> changes) throws IOException {
        for (Map.Entry<Path, Kubeconfig> change : changes.entrySet()) {
            KubeconfigWriter.writeAsIs(change.getKey(), change.getValue(), release);
        }
        return new LinkedHashSet<>(changes.keySet());
    }
}
