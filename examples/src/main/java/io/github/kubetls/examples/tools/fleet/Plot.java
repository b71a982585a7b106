package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.Picture;

/** What the charts have in common: their width, and how their axes are drawn. */
final class Plot {

    static final double WIDTH = 760;
    static final double LEFT = 62;
    static final double RIGHT = 664;

    private static final double LINE_HEIGHT = 16;

    private Plot() {}

    /** Opens the picture of a chart, see {@link Picture#open}. */
    static Picture open(Markup page, String id, double height, String title, String description) {
        return Picture.open(page, id, new Picture.Size(WIDTH, height), title, description);
    }

    /** The lines and labels of a vertical axis. */
    static void vertical(Picture picture, Scale scale, Label label) {
        for (double tick : scale.ticks()) {
            double y = scale.at(tick);
            picture.line("grid", LEFT, y, RIGHT, y);
            text(picture, LEFT - 8, y + 4, "end", label.of(tick));
        }
    }

    /** The line and labels of a horizontal axis, and what it stands for. */
    static void horizontal(Picture picture, Scale scale, double y, String meaning, Label label) {
        picture.line("axis", LEFT, y, RIGHT, y);
        for (double tick : scale.ticks()) {
            double x = scale.at(tick);
            picture.line("axis", x, y, x, y + 5);
            text(picture, x, y + 5 + LINE_HEIGHT - 2, "middle", label.of(tick));
        }
        text(picture, RIGHT, y + 5 + 2 * LINE_HEIGHT, "end", meaning);
    }

    /** How a value on an axis is written. */
    @FunctionalInterface
    interface Label {
        String of(double value);
    }

    private static void text(Picture picture, double x, double y, String anchor, String content) {
        picture.label("soft", x, y, anchor, content);
    }
}
