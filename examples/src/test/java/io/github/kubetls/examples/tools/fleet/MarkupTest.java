package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void escapesTextAndAttributes() {
        Markup markup = new Markup().element("p", "a < b & \"c\"", "title", "<\"&\">");
        assertThat(markup).hasToString("<p title=\"&lt;&quot;&amp;&quot;>\">a &lt; b &amp; \"c\"</p>\n");
    }

    @Test
    void refusesToEndInTheMiddle() {
        Markup markup = new Markup().open("p");
        assertThatIllegalStateException().isThrownBy(markup::toString).withMessageContaining("p");
    }
}
