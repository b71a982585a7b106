package io.github.kubetls.examples.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class JournalTest {

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private final Journal journal = new Journal(new PrintWriter(output), new PrintWriter(errors));

    @Test
    void tellsAProblemOnceWhileItLasts() {
        journal.problem("a", "broken");
        journal.problem("a", "broken");
        journal.problem("b", "broken too");
        journal.problem("a", "broken");
        assertThat(errors.toString().lines()).containsExactly("broken", "broken too");
    }

    @Test
    void tellsAProblemAgainThatWasSolvedOrHasChanged() {
        journal.problem("a", "broken");
        journal.solved("a");
        journal.problem("a", "broken");
        journal.problem("a", "worse");
        assertThat(errors.toString().lines()).containsExactly("broken", "broken", "worse");
    }

    @Test
    void warnsAgainWhenSomethingElseWasTold() {
        journal.warn("broken");
        journal.warn("broken");
        journal.tell("done");
        journal.warn("broken");
        assertThat(errors.toString().lines()).containsExactly("broken", "broken");
    }

    @Test
    void keepsNamesFromWritingLinesAndColoursOfTheirOwn() {
        journal.tell("issued x\r\nissued \u001b[31my\u202ez");
        assertThat(output.toString().lines()).containsExactly("issued x issued  [31my z");
    }
}
