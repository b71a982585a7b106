package io.github.kubetls.examples.tools.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void escapesTextAndAttributes() {
        Markup markup = new Markup().element("p", "a < b & \"c\"", "title", "<\"&\">");
        assertThat(markup).hasToString("<p title=\"&lt;&quot;&amp;&quot;&gt;\">a &lt; b &amp; \"c\"</p>\n");
    }

    /** XML 1.0, sections 2.2 and 2.4. */
    @Test
    void replacesWhatXmlCannotSay() {
        assertThat(new Markup().text("a\0b\u001bc\uFFFF ]]> \uD800 \uD83D\uDD11 \u00e9\t"))
                .hasToString("a\uFFFDb\uFFFDc\uFFFD ]]&gt; \uFFFD \uD83D\uDD11 \u00e9\t");
    }

    @Test
    void refusesToEndInTheMiddle() {
        Markup markup = new Markup().open("p");
        assertThatIllegalStateException().isThrownBy(markup::toString).withMessageContaining("p");
    }
}
