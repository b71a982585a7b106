package io.github.kubetls.examples.tools.fleet;

/** A table of a page, whose first column names what the others are about. */
final class PageTable {

    private final Markup page;

    private PageTable(Markup page) {
        this.page = page;
    }

    static PageTable open(Markup page, String... headings) {
        page.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String heading : headings) {
            page.element("th", heading, "scope", "col");
        }
        page.close().close().open("tbody");
        return new PageTable(page);
    }

    void row(String name, String... values) {
        begin().text(name).close();
        cells(values);
        page.close();
    }

    /** Begins a row, and the cell with its name; both are to be closed. */
    Markup begin() {
        return page.open("tr").open("th", "scope", "row");
    }

    void cells(String... values) {
        for (String value : values) {
            page.element("td", value);
        }
    }

    void close() {
        page.close().close().close();
    }
}
