package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.message.Visible;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Kubeconfig files as they were read, and what they make together.
 *
 * <p>Every entry of {@link #config()} knows the file that it came from, so that a changed kubeconfig finds its way back:
 * {@link #changes(Kubeconfig)} tells what each file would hold, {@link #save(Kubeconfig)} writes it.
 *
 * <pre>{@code
 * LoadedKubeconfig loaded = KubeconfigFiles.ofEnvironment(System.getenv()).load();
 * loaded.save(KubectlEdits.of(loaded.config()).renameContext("a", "b").config());
 * }</pre>
 *
 * @see KubeconfigFiles
 */
public final class LoadedKubeconfig {

    private final KubeconfigFiles rules;
    private final Map<Path, Kubeconfig> files;
    private final Path defaultFile;
    private final Kubeconfig config;

    private LoadedKubeconfig(KubeconfigFiles rules, Map<Path, Kubeconfig> files, Path defaultFile) {
        this.rules = rules;
        this.files = Collections.unmodifiableMap(files);
        this.defaultFile = defaultFile;
        Kubeconfig.Builder merged = KubeconfigMerge.merge(List.copyOf(files.values())).toBuilder();
        merged.attachments = merged.attachments.withOrigin(defaultFile);
        merged.findings.addAll(missingFindings());
        this.config = merged.build();
    }

    static LoadedKubeconfig load(KubeconfigFiles rules, int maxBytes) throws IOException {
        Map<Path, Kubeconfig> files = new LinkedHashMap<>();
        List<Exception> failures = new ArrayList<>();
        for (Path path : rules.paths()) {
            try {
                files.put(path, KubeconfigReader.read(path, maxBytes));
            } catch (NoSuchFileException e) {
                // A file that does not exist counts as empty.
                continue;
            } catch (IOException | InvalidFormatException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throwAll(failures);
        }
        return new LoadedKubeconfig(rules, files, rules.paths().isEmpty() ? Path.of("") : rules.defaultFile());
    }

    /** One failure as it is; several as one whose message has them all. */
    private static void throwAll(List<Exception> failures) throws IOException {
        Exception first = failures.get(0);
        Exception all = first;
        if (failures.size() > 1) {
            String message = failures.stream()
                    .map(failure ->
                            failure instanceof InvalidFormatException ? failure.getMessage() : failure.toString())
                    .collect(Collectors.joining(", ", "[", "]"));
            boolean readable = failures.stream().allMatch(InvalidFormatException.class::isInstance);
            all = readable
                    ? new InvalidFormatException(((InvalidFormatException) first).code(), Location.none(), message)
                    : new IOException(message);
            for (Exception failure : failures) {
                all.addSuppressed(failure);
            }
        }
        if (all instanceof InvalidFormatException invalid) {
            throw invalid;
        }
        throw (IOException) all;
    }

    private List<Finding> missingFindings() {
        return missing().stream()
                .map(path -> Finding.info(
                        "FILE_MISSING",
                        Location.ofSource(path.toString()),
                        "the file does not exist, and counts as empty",
                        "create it"))
                .toList();
    }

    /** {@return what the files make together; each entry knows its file, the kubeconfig itself the default file} */
    public Kubeconfig config() {
        return config;
    }

    /** {@return the files that exist: the content of each by its path as it was given, by precedence, unmodifiable} */
    public Map<Path, Kubeconfig> files() {
        return files;
    }

    /** {@return the files that do not exist, their paths as they were given} */
    public List<Path> missing() {
        return rules.paths().stream().filter(path -> !files.containsKey(path)).toList();
    }

    /** {@return the rules that these files were read by} */
    public KubeconfigFiles rules() {
        return rules;
    }

    /** {@return the file that new entries and current-context go to} */
    public Path defaultFile() {
        return defaultFile;
    }

    /** {@return the file that current-context came from, or empty when no file sets one} */
    public Optional<Path> currentContextOrigin() {
        return files.entrySet().stream()
                .filter(file -> file.getValue().currentContext().isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * {@return the new content, by path, of the files that change when the merged kubeconfig is to become another one;
     * paths of changed entries are relative to their file where that needs no {@code ..}}
     *
     * <p>A changed or removed entry concerns the file that it came from; a new one, and current-context, the default file.
     * An entry that is hidden in a later file becomes visible when the one that hides it is removed. A changed
     * or removed field that this library does not know goes to the first file that has it, a new one to the default file.
     * As with kubectl, a change of top-level extensions alone is written nowhere.
     *
     * @param changed what the merged kubeconfig is to become
     */
    public Map<Path, Kubeconfig> changes(Kubeconfig changed) {
        return changes(KubeconfigFiles.PathForm.RELATIVE, changed);
    }

    /**
     * {@return the new content, by path, of the files that change when the merged kubeconfig is to become another one}
     *
     * @param form    how changed entries have their paths written
     * @param changed what the merged kubeconfig is to become
     */
    public Map<Path, Kubeconfig> changes(KubeconfigFiles.PathForm form, Kubeconfig changed) {
        return new FilePlan(this, form).changes(config, changed);
    }

    /**
     * Writes the changes to the files, atomically and under kubectl's locks. What another program has written since these
     * files were read stays, unless it is in an entry that is changed here.
     *
     * @param changed what the merged kubeconfig is to become
     * @return the files that were written
     * @throws InvalidFormatException when kubectl would refuse a file by now
     * @throws IOException            when a file cannot be read or written, or a lock cannot be had in time
     */
    public Set<Path> save(Kubeconfig changed) throws IOException {
        return save(KubeconfigFiles.PathForm.RELATIVE, changed);
    }

    /**
     * Writes the changes to the files, with a choice of how paths are written.
     *
     * @param form    how changed entries have their paths written
     * @param changed what the merged kubeconfig is to become
     * @return the files that were written
     * @throws InvalidFormatException when kubectl would refuse a file by now
     * @throws IOException            when a file cannot be read or written, or a lock cannot be had in time
     */
    public Set<Path> save(KubeconfigFiles.PathForm form, Kubeconfig changed) throws IOException {
        return rules.save(form, config, changed);
    }

    /** The paths of the files, and the names of what is in them. */
    @Override
    public String toString() {
        return "LoadedKubeconfig[" + Visible.text(rules.paths()) + ", " + config + "]";
    }
}
