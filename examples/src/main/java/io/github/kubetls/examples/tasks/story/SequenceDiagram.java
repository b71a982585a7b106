package io.github.kubetls.examples.tasks.story;

import io.github.kubetls.examples.tools.page.Markup;
import io.github.kubetls.examples.tools.page.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who gives what to whom: a line for each party, downwards in time, and an arrow for each message. */
final class SequenceDiagram {

    private static final double TOP = 52;
    private static final double ROW = 36;
    private static final double OWN_ROW = 38;
    private static final double PART_ROW = 46;
    private static final double CHARACTER = 6.4;
    private static final double LOOP = 30;
    private static final double HEAD = 9;
    private static final double BADGE = 22;

    private final String id;
    private final double width;
    private final double side;

    private SequenceDiagram(String id, double width, double side) {
        this.id = id;
        this.width = width;
        this.side = side;
    }

    /** Draws it twice, of which the stylesheet shows the one that fits. */
    static void draw(Markup page) {
        page.open("div", "class", "wide");
        new SequenceDiagram("wide", 900, 90).drawOne(page);
        page.close().open("div", "class", "narrow");
        new SequenceDiagram("narrow", 360, 42).drawOne(page);
        page.close();
    }

    /** A message with the place of its arrow. */
    private record Row(Chapter chapter, Message message, double y) {}

    private void drawOne(Markup page) {
        List<Row> rows = new ArrayList<>();
        List<Row> parts = new ArrayList<>();
        double y = TOP;
        for (Chapter chapter : Chapter.values()) {
            boolean begins =
                    parts.isEmpty() || parts.get(parts.size() - 1).chapter().part() != chapter.part();
            if (begins) {
                y += PART_ROW;
                parts.add(new Row(chapter, chapter.messages().get(0), y - 18));
            }
            for (Message message : chapter.messages()) {
                y += message.isOwn() ? OWN_ROW : ROW;
                rows.add(new Row(chapter, message, y - 6));
            }
        }
        Picture picture =
                Picture.open(page, id, new Picture.Size(width, y + 24), "Who gives what to whom", description(rows));
        lifelines(picture, y + 16);
        parts.forEach(part -> part(picture, part));
        rows.forEach(row -> message(picture, row));
        picture.close();
    }

    private static String description(List<Row> rows) {
        return rows.stream()
                .map(row -> row.chapter().number() + ": " + row.message().from().title()
                        + (row.message().isOwn()
                                ? ""
                                : " to " + row.message().to().title()) + ", "
                        + row.message().label())
                .collect(Collectors.joining("; ", "", "."));
    }

    private double x(Party party) {
        return side + party.ordinal() * (width - 2 * side) / (Party.values().length - 1);
    }

    private void lifelines(Picture picture, double bottom) {
        for (Party party : Party.values()) {
            double x = x(party);
            double half = Math.min(side, 78) - 2;
            picture.line("lifeline", x, TOP, x, bottom);
            picture.bar("party", x - half, 4, 2 * half, TOP - 8);
            // Two words are two lines where there is no room for one.
            String[] lines = party.title().length() * CHARACTER > 2 * half
                    ? party.title().split(" ")
                    : new String[] {party.title()};
            for (int i = 0; i < lines.length; i++) {
                picture.label("strong", x, TOP / 2 + 4 + (i - (lines.length - 1) / 2.0) * 15, "middle", lines[i]);
            }
        }
    }

    private void part(Picture picture, Row part) {
        picture.line("part", 0, part.y() - 10, width, part.y() - 10);
        picture.label(
                "part-title", 2, part.y() + 8, "start", part.chapter().part().title());
    }

    private void message(Picture picture, Row row) {
        double from = x(row.message().from());
        double end;
        if (row.message().isOwn()) {
            end = own(picture, row, from);
        } else {
            double to = x(row.message().to());
            double direction = Math.signum(to - from);
            picture.line("message", from, row.y(), to - direction * HEAD, row.y());
            head(picture, to, row.y(), direction);
            label(picture, row, from, to);
            end = from;
        }
        picture.bar("badge", end - BADGE / 2, row.y() - 9, BADGE, 18);
        picture.label(
                "number",
                end,
                row.y() + 4,
                "middle",
                Integer.toString(row.chapter().number()));
    }

    /** A loop; its text is on the side where there is room. */
    private double own(Picture picture, Row row, double x) {
        double y = row.y();
        picture.path(
                "loop",
                String.format(
                        Locale.ROOT, "M%.1f %.1f H%.1f V%.1f H%.1f", x, y - 8, x + LOOP, y + 8, x + BADGE / 2 + HEAD));
        head(picture, x + BADGE / 2, y + 8, -1);
        String label = row.message().label();
        boolean fits = x + LOOP + 8 + label.length() * CHARACTER < width;
        picture.label("text", fits ? x + LOOP + 8 : x - BADGE / 2 - 6, y + 4, fits ? "start" : "end", label);
        return x;
    }

    private static void head(Picture picture, double x, double y, double direction) {
        picture.path(
                "head",
                String.format(
                        Locale.ROOT,
                        "M%.1f %.1f L%.1f %.1f V%.1f Z",
                        x,
                        y,
                        x - direction * HEAD,
                        y - HEAD / 2,
                        y + HEAD / 2));
    }

    /** Text above an arrow, and above the number at its beginning when it is longer than the arrow. */
    private void label(Picture picture, Row row, double from, double to) {
        String label = row.message().label();
        double half = label.length() * CHARACTER / 2;
        double x = Math.max(half, Math.min(width - half, (from + to) / 2));
        boolean fits = half + BADGE / 2 < Math.abs(to - from) / 2;
        picture.label("text", x, row.y() - (fits ? 7 : 12), "middle", label);
    }
}
