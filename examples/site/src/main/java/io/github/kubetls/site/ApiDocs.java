package io.github.kubetls.site;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The Javadoc of the three modules in one.
 *
 * <p>Maven's plugin does not make it in one run: its aggregate belongs to the root, which is built before the modules are, and takes a
 * module without a jar for an unnamed one. What the root POM asks of the Javadoc of each module is asked here too.
 *
 * @param root the folder of the repository
 * @param version the version that is documented
 */
record ApiDocs(Path root, String version) {
    private static final List<String> MODULES = List.of("core", "rbac", "kubeconfig");

    /**
     * Writes it to a folder.
     *
     * @throws IOException also when javadoc finds a fault in it
     */
    void write(Path folder) throws IOException {
        Path scratch = Files.createTempDirectory("api");
        try {
            Path overview = Files.writeString(scratch.resolve("overview.html"), Resources.text("overview.html"));
            Path css = Files.writeString(scratch.resolve("api.css"), Resources.text("api.css"));
            ToolProvider javadoc = ToolProvider.findFirst("javadoc")
                    .orElseThrow(() -> new IOException("Only a JDK has javadoc, and this is none"));
            int status = javadoc.run(System.out, System.err, options(folder, overview, css));
            if (status != 0) {
                throw new IOException("javadoc failed with status " + status);
            }
        } finally {
            try (Stream<Path> files = Files.list(scratch)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(scratch);
        }
    }

    private String[] options(Path folder, Path overview, Path css) {
        String title = "kube-tls-bootstrap " + version;
        List<String> options = new ArrayList<>(List.of("-quiet", "-notimestamp", "-Werror", "-Xdoclint:all"));
        options.add("-Xdoclint/package:-io.github.kubetls.internal.*");
        options.addAll(List.of("--release", "17", "-encoding", "UTF-8", "-charset", "UTF-8", "-docencoding", "UTF-8"));
        options.addAll(List.of("-windowtitle", title));
        options.addAll(List.of("-header", "<a href=\"{@docRoot}/../index.html\">kube-tls-bootstrap</a>"));
        options.addAll(List.of("-bottom", "Copyright © 2026 the kube-tls-bootstrap authors. Apache License 2.0."));
        options.addAll(List.of("-overview", overview.toString(), "--add-stylesheet", css.toString()));
        options.addAll(List.of("-d", folder.toString(), "--module-path", libraries()));
        for (String module : MODULES) {
            Path sources = root.resolve(module).resolve("src/main/java");
            options.addAll(List.of("--module-source-path", "io.github.kubetls." + module + "=" + sources));
        }
        options.add("--module");
        options.add(String.join(
                ",", MODULES.stream().map("io.github.kubetls."::concat).toList()));
        return options.toArray(String[]::new);
    }

    /** {@return the jars that the modules need: those of the class path, which has the modules themselves as folders} */
    private static String libraries() {
        return String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> entry.endsWith(".jar"))
                        .toList());
    }
}
