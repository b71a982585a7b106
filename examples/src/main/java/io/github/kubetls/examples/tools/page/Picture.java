package io.github.kubetls.examples.tools.page;

/** A picture of a page, as inline SVG, which those who do not see it are told about. */
public final class Picture {

    private final Markup page;

    private Picture(Markup page) {
        this.page = page;
    }

    /**
     * Opens a picture.
     *
     * @param page        where it goes
     * @param id          its name on the page
     * @param size        width and height in units of its own: it is as wide as its place on the page
     * @param title       what it shows, for those who do not see it
     * @param description what there is to see, for those who do not
     * @return the picture, to be drawn and closed
     */
    public static Picture open(Markup page, String id, Size size, String title, String description) {
        page.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + (int) size.width() + " " + (int) size.height(),
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-description");
        page.element("title", title, "id", id + "-title");
        page.element("desc", description, "id", id + "-description");
        return new Picture(page);
    }

    /**
     * The size of a picture.
     *
     * @param width  from the left to the right
     * @param height from the top to the bottom
     */
    public record Size(double width, double height) {}

    /** Ends the picture. */
    public void close() {
        page.close();
    }

    /**
     * Draws a line.
     *
     * @param style its class in the stylesheet
     * @param fromX where it begins
     * @param fromY where it begins, from the top
     * @param toX   where it ends
     * @param toY   where it ends, from the top
     */
    public void line(String style, double fromX, double fromY, double toX, double toY) {
        page.empty("line", "class", style, "x1", fromX, "y1", fromY, "x2", toX, "y2", toY);
    }

    /**
     * Draws a rectangle.
     *
     * @param style  its class in the stylesheet
     * @param x      its left edge
     * @param y      its upper edge
     * @param width  from the left to the right
     * @param height from the top to the bottom
     */
    public void bar(String style, double x, double y, double width, double height) {
        page.empty("rect", "class", style, "x", x, "y", y, "width", width, "height", height);
    }

    /**
     * Draws a path.
     *
     * @param style its class in the stylesheet
     * @param steps its steps, in SVG's words
     */
    public void path(String style, String steps) {
        page.empty("path", "class", style, "d", steps);
    }

    /**
     * Writes text.
     *
     * @param style   its class in the stylesheet
     * @param x       its place
     * @param y       its base line
     * @param anchor  whether the place is its {@code start}, {@code middle} or {@code end}
     * @param content the text
     */
    public void label(String style, double x, double y, String anchor, String content) {
        page.element("text", content, "class", style, "x", x, "y", y, "text-anchor", anchor);
    }
}
