package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiGrammarTest {

    private final Grammar grammar = new Grammar();

    @Test
    void everyEmptyCellHasAReasonAndEveryReasonAnEmptyCell() {
        assertThat(grammar.defects()).isEmpty();
    }

    @Test
    void thePageIsTrue() throws IOException {
        Committed.assertIsTrue(Path.of("../docs/api-grammar.md"), new GrammarPage(grammar).text());
    }
}
