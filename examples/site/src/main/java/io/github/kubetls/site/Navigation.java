package io.github.kubetls.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages in the order in which they are offered, by groups.
 *
 * <p>The groups of docs are the headings of its README, with the pages that it links to; a folder in it that has a README is a group
 * too. What no README names comes after them.
 *
 * @param groups the name of each group, and its pages
 */
record Navigation(Map<String, List<Page>> groups) {
    private static final Path DOCS = Path.of("docs");
    private static final Path INDEX = Path.of("README.md");

    static Navigation of(List<Page> pages) {
        Map<Path, Page> left = new LinkedHashMap<>();
        pages.stream().sorted(Comparator.comparing(Page::title)).forEach(page -> left.put(page.path(), page));
        Map<String, List<Page>> groups = new LinkedHashMap<>();

        List<Page> top = take(left, Stream.of(INDEX, DOCS.resolve(INDEX)));
        groups.put("Start", top);
        Map<Path, Page> folders = new LinkedHashMap<>(left);
        folders.keySet().removeIf(path -> !path.endsWith(INDEX));
        folders.keySet().forEach(left::remove);
        top.get(top.size() - 1).linksByHeading().forEach((heading, paths) -> {
            List<Page> named = take(left, paths.stream().filter(path -> path.startsWith(DOCS)));
            if (!named.isEmpty()) {
                groups.put(heading, named);
            }
        });
        folders.forEach((path, index) -> {
            List<Page> inside = new ArrayList<>(List.of(index));
            inside.addAll(take(
                    left,
                    index.linksByHeading().values().stream()
                            .flatMap(List::stream)
                            .filter(other -> other.startsWith(path.resolveSibling("")))));
            groups.put(index.title(), inside);
        });
        List<Page> unnamed = take(left, List.copyOf(left.keySet()).stream().filter(path -> path.startsWith(DOCS)));
        if (!unnamed.isEmpty()) {
            groups.put("More", unnamed);
        }
        groups.put("The project", List.copyOf(left.values()));
        return new Navigation(groups);
    }

    private static List<Page> take(Map<Path, Page> left, Stream<Path> paths) {
        List<Page> taken = new ArrayList<>();
        paths.forEach(path -> {
            @Nullable Page page = left.remove(path);
            if (page != null) {
                taken.add(page);
            }
        });
        return taken;
    }
}
