package io.github.kubetls.examples.tools.page;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One page that needs nothing but itself: no script, no font, no picture from elsewhere. It follows the reader's choice of
 * light or dark, and is well-formed XML too.
 */
public final class Page {

    private Page() {}

    /**
     * Makes a page.
     *
     * @param title   its title, which its heading may repeat
     * @param css     what it adds to the look that all pages have, without ampersands and angle brackets
     * @param content writes what is in it
     * @return HTML
     */
    public static String render(String title, String css, Consumer<Markup> content) {
        Markup page = new Markup();
        page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title);
        page.element("style", Stylesheet.CSS + css);
        page.close();
        page.open("body").open("main");
        content.accept(page);
        page.close().close().close();
        return "<!DOCTYPE html>\n" + page;
    }

    /**
     * Refuses a file that a page cannot be written to, before the work for it is done.
     *
     * @param file the file, which is replaced when it is there
     * @throws FileSystemException when it cannot be written
     */
    public static void requireWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (!Files.isDirectory(directory)) {
            throw new FileSystemException(file.toString(), null, "its directory does not exist");
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
    }
}
