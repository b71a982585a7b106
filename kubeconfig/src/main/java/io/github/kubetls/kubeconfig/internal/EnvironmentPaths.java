package io.github.kubetls.kubeconfig.internal;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.DosFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Paths that an environment names, on the platform of a file system; docs/behaviour/kubeconfig.md, 5.1. */
public final class EnvironmentPaths {

    private EnvironmentPaths() {}

    /** {@return whether a file system is that of a Windows} */
    private static boolean isWindows(FileSystem system) {
        return system.getSeparator().equals("\\");
    }

    /**
     * {@return a file of the folder {@code .kube} in the user's home; relative when no variable tells of a home}
     *
     * @param name        the name of the file
     * @param environment variables by name
     * @param system      the file system
     */
    public static Path inHome(String name, Map<String, String> environment, FileSystem system) {
        return system.getPath(home(environment, system), ".kube", name);
    }

    private static String home(Map<String, String> environment, FileSystem system) {
        String home = environment.getOrDefault("HOME", "");
        if (!isWindows(system)) {
            return home;
        }
        String profile = environment.getOrDefault("USERPROFILE", "");
        String drive = environment.getOrDefault("HOMEDRIVE", "");
        String path = environment.getOrDefault("HOMEPATH", "");
        String onDrive = drive.isEmpty() || path.isEmpty() ? "" : drive + path;
        return first(List.of(home, onDrive, profile), folder -> Files.exists(system.getPath(folder, ".kube", "config")))
                .or(() -> first(List.of(home, profile, onDrive), folder -> isWritable(system.getPath(folder))))
                .or(() -> first(List.of(home, profile, onDrive), folder -> Files.exists(system.getPath(folder))))
                .or(() -> first(List.of(home, profile, onDrive), folder -> true))
                .orElse("");
    }

    private static Optional<String> first(List<String> folders, Predicate<String> wanted) {
        return folders.stream()
                .filter(folder -> !folder.isEmpty() && wanted.test(folder))
                .findFirst();
    }

    /** Whether a path is a folder without the attribute that Windows calls read-only. */
    private static boolean isWritable(Path folder) {
        @Nullable DosFileAttributeView view = Files.getFileAttributeView(folder, DosFileAttributeView.class);
        try {
            return Files.isDirectory(folder)
                    && (view == null || !view.readAttributes().isReadOnly());
        } catch (IOException e) {
            // As Go, which looks at what it can see.
            return false;
        }
    }

    /**
     * {@return the elements of a list of paths, without the empty ones; between double quotes the separator of Windows is
     * part of an element, and the quotes are not}
     *
     * @param list   the list, such as the value of {@code KUBECONFIG}
     * @param system the file system
     */
    public static List<Path> split(String list, FileSystem system) {
        boolean windows = isWindows(system);
        List<String> elements = new ArrayList<>();
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (windows && c == '"') {
                quoted = !quoted;
            } else if (c == (windows ? ';' : ':') && !quoted) {
                elements.add(element.toString());
                element.setLength(0);
            } else {
                element.append(c);
            }
        }
        elements.add(element.toString());
        return elements.stream()
                .filter(text -> !text.isEmpty())
                .map(system::getPath)
                .toList();
    }
}
