package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.PageTable;
import io.github.kubetls.examples.tools.page.Picture;
import java.util.List;

/** The chart of what the processor time of a join consists of: one bar, cut into the raw cryptography and the rest. */
final class ShareChart implements Chart {

    private static final double HEIGHT = 44;
    private static final double ROOM_FOR_LABEL = 46;

    private final List<FleetResults.Part> parts;
    private final double cryptography;

    ShareChart(FleetResults results) {
        this.parts = results.cryptography();
        this.cryptography = results.cryptographyShare();
    }

    @Override
    public void draw(Markup page) {
        Picture picture = Plot.open(
                page,
                "share",
                HEIGHT,
                "Raw cryptography and the rest",
                "A bar of which " + Figures.percent(cryptography) + " is raw cryptography.");
        // When noise takes the parts above the whole, the bar is theirs alone.
        Scale share = Scale.linear(Math.max(1, cryptography), 0, Plot.WIDTH);
        double from = 0;
        for (FleetResults.Part part : parts) {
            segment(picture, style(part), share.at(from), share.at(from + part.share()), part.share());
            from += part.share();
        }
        if (from < 1) {
            segment(picture, "rest", share.at(from), share.at(1), 1 - from);
        }
        picture.close();
    }

    private String style(FleetResults.Part part) {
        return "part" + parts.indexOf(part);
    }

    private static void segment(Picture picture, String style, double from, double to, double share) {
        picture.bar(style, from, 0, Math.max(0.5, to - from - 1.5), HEIGHT);
        if (to - from >= ROOM_FOR_LABEL) {
            picture.label("on-" + style, (from + to) / 2, HEIGHT / 2 + 5, "middle", Figures.percent(share));
        }
    }

    /** What the parts are, in the order of the bar. */
    @Override
    public void table(Markup page) {
        PageTable table = PageTable.open(page, "operation", "computed by", "mean", "times per join", "share");
        for (FleetResults.Part part : parts) {
            swatch(table, style(part)).text(part.operation().deed()).close();
            table.cells(
                    part.provider(),
                    Figures.duration(part.nanos()),
                    Integer.toString(part.times()),
                    Figures.percent(part.share()));
            page.close();
        }
        swatch(table, "rest").text("everything else").close();
        table.cells("", "", "", Figures.percent(Math.max(0, 1 - cryptography)));
        page.close();
        table.close();
    }

    private static Markup swatch(PageTable table, String style) {
        return table.begin().element("span", "", "class", "swatch " + style);
    }
}
