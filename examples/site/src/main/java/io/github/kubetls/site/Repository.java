package io.github.kubetls.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the repository, by their path in it, and where in the site a link to one of them leads. */
final class Repository {
    private static final Pattern ABSOLUTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*|//.*|#.*|");

    private final Path root;
    private final String address;
    private final TreeMap<Path, Page> pages = new TreeMap<>();
    private final List<Path> files = new ArrayList<>();

    private Repository(Path root, String address) {
        this.root = root;
        this.address = address;
    }

    /** {@return the repository in a folder: its pages are the Markdown files of the folder itself and of all that is in docs} */
    static Repository of(Path root, String address) throws IOException {
        Repository repository = new Repository(root, address);
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            for (Path file : Stream.concat(top.filter(Repository::isPage), docs)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                Path path = root.relativize(file);
                if (isPage(file)) {
                    repository.pages.put(path, Page.of(path, Files.readString(file)));
                } else {
                    repository.files.add(path);
                }
            }
        }
        return repository;
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }

    /** {@return the pages, in the order of their paths} */
    List<Page> pages() {
        return List.copyOf(pages.values());
    }

    /** {@return what lies beside the pages: pictures and texts} */
    List<Path> files() {
        return List.copyOf(files);
    }

    /**
     * {@return a link of a page as it is in the site}
     *
     * <p>A link to another page leads to that page, a link to a file beside the pages to the file, and a link to anything else in the
     * repository to where the repository is shown. Other links stay as they are.
     */
    String link(Page page, String link) {
        if (ABSOLUTE.matcher(link).matches()) {
            return link;
        }
        int hash = link.indexOf('#');
        String fragment = hash < 0 ? "" : link.substring(hash);
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = page.path().resolveSibling(path).normalize();
        Page other = pages.get(target);
        if (other == null) {
            other = pages.get(target.resolve("README.md"));
        }
        if (other != null) {
            return page.linkTo(other.html()) + fragment;
        }
        if (files.contains(target) || !exists(target)) {
            return link;
        }
        String kind = Files.isDirectory(root.resolve(target)) ? "/tree/main/" : "/blob/main/";
        return address + kind + target.toString().replace('\\', '/') + fragment;
    }

    /** {@return whether an address leads into the repository, as it is shown, and to no file or heading there} */
    boolean isDead(String link) throws IOException {
        Matcher shown = Pattern.compile(Pattern.quote(address) + "/(?:blob|tree)/main/([^#?]*)#?(.*)")
                .matcher(link);
        if (!shown.matches()) {
            return false;
        }
        Path path = Path.of(shown.group(1));
        if (!exists(path)) {
            return true;
        }
        return isPage(path)
                && !shown.group(2).isEmpty()
                && !Page.of(path, Files.readString(root.resolve(path))).ids().containsValue(shown.group(2));
    }

    private boolean exists(Path path) {
        Path file = root.resolve(path).normalize();
        return file.startsWith(root) && Files.exists(file);
    }
}
