package io.github.kubetls.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.HostileInput;
import io.github.kubetls.kubeconfig.Kubeconfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is given to a reader, it reads it or throws {@link InvalidFormatException}, soon. */
class HostileInputTest {

    private static final Map<String, Function<String, Object>> READERS = new LinkedHashMap<>();

    static {
        READERS.put("ClusterInfo", ClusterInfo::parse);
        READERS.put("ClusterInfo findings", text -> ClusterInfo.of(text).findings());
        READERS.put("ClusterInfo kubeconfig", text -> ClusterInfo.kubeadm(Kubeconfig.parse(text)));
        READERS.put("CaPin", CaPin::parse);
        READERS.put("JoinCommand", JoinCommand::parse);
        READERS.put("JoinCommand arguments", text -> JoinCommand.parse("kubeadm join " + text));
        READERS.put("DiscoverySettings", DiscoverySettings::parse);
        READERS.put("DocumentLocation", DocumentLocation::parse);
        READERS.put("FileDiscovery", FileDiscovery::parse);
    }

    static List<String> documents() {
        return HostileInput.documents();
    }

    @ParameterizedTest(name = "document {index}")
    @MethodSource("documents")
    void readsOrRefusesSoon(String text) {
        // Not a measurement: a reader that is quadratic in a million characters takes many minutes.
        assertTimeoutPreemptively(
                Duration.ofMinutes(5),
                () -> HostileInput.readByAll(
                        READERS, text, e -> assertThat(e.getMessage()).hasSizeLessThan(1000)));
    }

    @Test
    void readsOrRefusesRandomText() {
        for (int seed = 0; seed < 400; seed++) {
            try {
                HostileInput.readByAll(READERS, HostileInput.random(seed), e -> {});
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
