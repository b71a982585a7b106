package io.github.kubetls.site;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Follows all links within the site, and those into the repository. Of the Javadoc's it follows those that leave it: javadoc has checked the
 * others, save some that it makes itself and that go wrong.
 *
 * @param site the folder of the site
 * @param repository the repository
 */
record LinkCheck(Path site, Repository repository) {
    private static final Pattern LINK = Pattern.compile("\\s(?:href|src|srcset)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("(?:\\sid|<a name)=\"([^\"]*)\"");

    /** {@return the links that lead nowhere, each with the file that has it} */
    List<String> deadLinks() throws IOException {
        Map<Path, String> pages = new HashMap<>();
        try (Stream<Path> files = Files.walk(site)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                pages.put(file, Files.readString(file));
            }
        }
        Map<Path, Set<String>> ids = new HashMap<>();
        pages.forEach((file, html) -> ids.put(file, new HashSet<>(find(ID, html))));
        Set<String> dead = new TreeSet<>();
        for (Map.Entry<Path, String> page : pages.entrySet()) {
            for (String link : find(LINK, page.getValue())) {
                if (isDead(page.getKey(), link, ids)) {
                    dead.add(site.relativize(page.getKey()) + ": " + link);
                }
            }
        }
        return List.copyOf(dead);
    }

    private boolean isDead(Path file, String link, Map<Path, Set<String>> ids) throws IOException {
        if (link.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
            return repository.isDead(link);
        }
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? file : file.resolveSibling(decoded(path)).normalize();
        Path api = site.resolve("api");
        if (file.startsWith(api) && target.startsWith(api)) {
            return false;
        }
        if (Files.isDirectory(target)) {
            target = target.resolve("index.html");
        }
        if (!target.startsWith(site) || !Files.exists(target)) {
            return true;
        }
        Set<String> anchors = ids.get(target);
        return hash >= 0 && anchors != null && !anchors.contains(decoded(link.substring(hash + 1)));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static List<String> find(Pattern pattern, String html) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(html);
        while (matcher.find()) {
            found.add(matcher.group(1)
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&"));
        }
        return found;
    }
}
