package io.github.kubetls.site;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Makes a site: the README is its front page, the other pages lie where they lie in the repository, the Javadoc of the three modules lies
 * in {@code api}. A link that leads nowhere fails it.
 */
final class Site {
    private Site() {}

    /**
     * Makes the site.
     *
     * @param args the folder of the repository, and the folder to write to, which is emptied before
     */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]).toRealPath();
        Path out = Path.of(args[1]).toAbsolutePath().normalize();
        Properties build = new Properties();
        build.load(new StringReader(Resources.text("build.properties")));
        String version = build.getProperty("version");
        Repository repository = Repository.of(root, build.getProperty("address"));

        delete(out);
        List<Page> pages = repository.pages();
        PageWriter writer = new PageWriter(repository, Navigation.of(pages), version);
        for (Page page : pages) {
            write(out.resolve(page.html()), writer.html(page));
        }
        for (Path file : repository.files()) {
            Path copy = out.resolve(file.toString());
            Files.createDirectories(copy.getParent());
            Files.copy(root.resolve(file.toString()), copy);
        }
        write(out.resolve("site.css"), Resources.text("site.css"));
        new ApiDocs(root, version).write(out.resolve("api"));

        List<String> dead = new LinkCheck(out, repository).deadLinks();
        dead.forEach(System.err::println);
        if (!dead.isEmpty()) {
            System.err.println("Links that lead nowhere: " + dead.size());
            System.exit(1);
        }
        System.out.println(pages.size() + " pages and the Javadoc: "
                + out.resolve("index.html").toUri());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(folder)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
