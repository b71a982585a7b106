package io.github.kubetls.examples.tools.fleet;

/** One chart of a page, as inline SVG: what all of them have in common. */
final class Picture {

    static final double WIDTH = 760;
    static final double LEFT = 62;
    static final double RIGHT = 664;

    private static final double LINE_HEIGHT = 16;

    private final Markup page;

    private Picture(Markup page) {
        this.page = page;
    }

    /**
     * Opens a picture.
     *
     * @param page        where it goes
     * @param id          its name on the page
     * @param title       what it shows, for those who do not see it
     * @param description what there is to see, for those who do not
     */
    static Picture open(Markup page, String id, double height, String title, String description) {
        page.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + (int) WIDTH + " " + (int) height,
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-description");
        page.element("title", title, "id", id + "-title");
        page.element("desc", description, "id", id + "-description");
        return new Picture(page);
    }

    void close() {
        page.close();
    }

    /** The lines and labels of a vertical axis. */
    void vertical(Scale scale, Label label) {
        for (double tick : scale.ticks()) {
            double y = scale.at(tick);
            line("grid", LEFT, y, RIGHT, y);
            text(LEFT - 8, y + 4, "end", label.of(tick));
        }
    }

    /** The line and labels of a horizontal axis, and what it stands for. */
    void horizontal(Scale scale, double y, String meaning, Label label) {
        line("axis", LEFT, y, RIGHT, y);
        for (double tick : scale.ticks()) {
            double x = scale.at(tick);
            line("axis", x, y, x, y + 5);
            text(x, y + 5 + LINE_HEIGHT - 2, "middle", label.of(tick));
        }
        text(RIGHT, y + 5 + 2 * LINE_HEIGHT, "end", meaning);
    }

    /** How a value on an axis is written. */
    @FunctionalInterface
    interface Label {
        String of(double value);
    }

    void line(String style, double fromX, double fromY, double toX, double toY) {
        page.empty("line", "class", style, "x1", fromX, "y1", fromY, "x2", toX, "y2", toY);
    }

    void bar(String style, double x, double y, double width, double height) {
        page.empty("rect", "class", style, "x", x, "y", y, "width", width, "height", height);
    }

    void path(String style, String steps) {
        page.empty("path", "class", style, "d", steps);
    }

    /** Text at a place that is its start, middle or end. */
    void text(double x, double y, String anchor, String content) {
        label("", x, y, anchor, content);
    }

    void label(String style, double x, double y, String anchor, String content) {
        page.element("text", content, "class", style, "x", x, "y", y, "text-anchor", anchor);
    }
}
