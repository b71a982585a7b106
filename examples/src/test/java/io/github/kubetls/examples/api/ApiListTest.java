package io.github.kubetls.examples.api;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiListTest {

    private static final String HEAD = """
            The public surface of the library, made from the code by ApiListTest: whoever changes the API sees it here.
            Types and members as one writes them under imports, in the order of their names. Left out is what every object or
            enum has (equals, hashCode, toString, values, valueOf), what the components of a record imply (its constructor
            and accessors), and what is inherited from a type of the list.
            """;

    @Test
    void theListIsTrue() throws IOException {
        Committed.assertIsTrue(Path.of("../docs/api.txt"), HEAD + ApiListing.text());
    }
}
