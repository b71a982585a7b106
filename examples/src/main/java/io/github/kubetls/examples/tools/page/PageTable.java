package io.github.kubetls.examples.tools.page;

/** A table of a page, whose first column names what the others are about. */
public final class PageTable {

    private final Markup page;

    private PageTable(Markup page) {
        this.page = page;
    }

    /**
     * Opens a table.
     *
     * @param page     where it goes
     * @param headings the headings of its columns
     * @return the table, to be filled and closed
     */
    public static PageTable open(Markup page, String... headings) {
        page.open("div", "class", "scroll").open("table").open("thead").open("tr");
        for (String heading : headings) {
            page.element("th", heading, "scope", "col");
        }
        page.close().close().open("tbody");
        return new PageTable(page);
    }

    /**
     * Writes a row.
     *
     * @param name   what it is about
     * @param values its other cells
     */
    public void row(String name, String... values) {
        begin().text(name).close();
        cells(values);
        page.close();
    }

    /** {@return the page, after the beginning of a row and of the cell with its name, which are to be closed} */
    public Markup begin() {
        return page.open("tr").open("th", "scope", "row");
    }

    /**
     * Writes cells of the row that was begun.
     *
     * @param values what is in them
     */
    public void cells(String... values) {
        for (String value : values) {
            page.element("td", value);
        }
    }

    /** Ends the table. */
    public void close() {
        page.close().close().close();
    }
}
