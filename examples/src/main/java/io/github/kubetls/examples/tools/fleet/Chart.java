package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.page.Markup;

/** A picture of a page, and the numbers behind it for those who do not see it. */
interface Chart {

    void draw(Markup page);

    void table(Markup page);
}
