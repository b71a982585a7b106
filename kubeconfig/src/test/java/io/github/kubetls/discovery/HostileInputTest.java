package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.fixtures.HostileInput;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.CredentialPluginPolicy;
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
        READERS.put("TokenDiscovery endpoint", TokenDiscovery::violationsOfEndpoint);
        READERS.put("ClusterInfo kubeconfig", text -> ClusterInfo.kubeadm(Kubeconfig.parse(text)));
        READERS.put("CaPin", CaPin::parse);
        READERS.put("CredentialPluginPolicy", CredentialPluginPolicy::parse);
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
        HostileInput.assertReadOrRefusedSoon(READERS, text);
    }

    @Test
    void readsOrRefusesRandomText() {
        HostileInput.assertRandomTextReadOrRefused(READERS);
    }
}
