package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.examples.tools.cli.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files below some paths, in the order of their names. Links to directories are not followed; a link to a file
 * stands for it, unless the file is found by itself. What Git keeps for itself is left out.
 */
final class FileTree extends SimpleFileVisitor<Path> {

    private static final String GIT = ".git";

    private final SortedMap<String, Path> files = new TreeMap<>();
    private final Set<String> named = new HashSet<>();
    private final SortedMap<String, Path> links = new TreeMap<>();
    private final SortedMap<String, String> unreadable = new TreeMap<>();
    private final List<AuditReport.Skipped> skipped = new ArrayList<>();

    private FileTree() {}

    static FileTree below(List<Path> roots) throws IOException {
        FileTree tree = new FileTree();
        for (Path root : roots) {
            tree.named.add(name(root));
            // With a dot behind it, a link to a directory is the directory.
            Files.walkFileTree(Files.isDirectory(root) ? root.resolve(".") : root, tree);
        }
        tree.followLinks();
        return tree;
    }

    /** The files by the names that the report calls them. */
    Map<String, Path> files() {
        return files;
    }

    /** Whether a path was given by this name, and not found below another. */
    boolean isNamed(String name) {
        return named.contains(name);
    }

    /** The directories that could not be looked into by name, with the reason. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    List<AuditReport.Skipped> skipped() {
        return skipped;
    }

    private static String name(Path path) {
        String name = path.normalize().toString().replace(File.separatorChar, '/');
        return name.isEmpty() ? "." : name;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        boolean skip = String.valueOf(directory.getFileName()).equals(GIT);
        return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            links.put(name(file), file);
        } else if (attributes.isRegularFile()) {
            files.put(name(file), file);
        } else {
            skipped.add(new AuditReport.Skipped(name(file), "not a regular file"));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        unreadable.put(name(file), Program.describe(failure));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
        if (failure != null) {
            unreadable.put(name(directory), Program.describe(failure));
        }
        return FileVisitResult.CONTINUE;
    }

    private void followLinks() {
        Set<Path> known = new HashSet<>();
        files.forEach((name, file) -> realPath(name, file).ifPresent(known::add));
        links.forEach((name, link) -> {
            if (Files.isDirectory(link)) {
                skipped.add(new AuditReport.Skipped(name, "a link to a directory"));
            } else if (!Files.isRegularFile(link)) {
                skipped.add(new AuditReport.Skipped(name, "a link that does not lead to a file"));
            } else if (realPath(name, link).filter(known::add).isPresent()) {
                files.put(name, link);
            }
        });
    }

    private Optional<Path> realPath(String name, Path file) {
        try {
            return Optional.of(file.toRealPath());
        } catch (IOException e) {
            unreadable.put(name, Program.describe(e));
            return Optional.empty();
        }
    }
}
