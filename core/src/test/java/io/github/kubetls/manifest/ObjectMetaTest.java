package io.github.kubetls.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/behaviour/object-metadata.md, 1. */
class ObjectMetaTest {

    @Test
    void labelsAndAnnotationsAreWrittenSortedByTheirBytes() {
        Map<String, String> unsorted = new LinkedHashMap<>();
        for (String key : new String[] {"b", "a", "B", "\uFF5E", "\uD83D\uDE00"}) {
            unsorted.put(key, "v");
        }
        ObjectMeta metadata = ObjectMeta.builder()
                .name("x")
                .labels(unsorted)
                .annotations(unsorted)
                .build();
        // Go sorts the keys of a map when it writes JSON; U+FF5E comes before U+1F600 in UTF-8, not in UTF-16.
        assertThat((Map<?, ?>) metadata.toMap().get("labels"))
                .asString()
                .isEqualTo("{B=v, a=v, b=v, \uFF5E=v, \uD83D\uDE00=v}");
        assertThat((Map<?, ?>) metadata.toMap().get("annotations"))
                .asString()
                .isEqualTo("{B=v, a=v, b=v, \uFF5E=v, \uD83D\uDE00=v}");
    }
}
