package io.github.kubetls;

import io.github.kubetls.fixtures.Patterns;
import org.junit.jupiter.api.Test;

/** No text from outside makes a pattern recurse or go back and forth. */
class PatternsTest {

    @Test
    void areLinear() throws Exception {
        Patterns.areLinearInModuleWith(Finding.class);
    }
}
