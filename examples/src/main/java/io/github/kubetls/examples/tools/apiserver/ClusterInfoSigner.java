package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code bootstrapsigner}: keeps {@code cluster-info} signed with the tokens that there are. */
final class ClusterInfoSigner implements Controller {

    private static final ObjectKey CLUSTER_INFO =
            new ObjectKey(ApiResource.CONFIG_MAPS, ClusterInfo.NAMESPACE, ClusterInfo.NAME);

    private final ComponentClient client;
    private final Store store;
    private boolean due;

    ClusterInfoSigner(ComponentClient client, Store store) {
        this.client = client;
        this.store = store;
    }

    @Override
    public void changed(ObjectKey key, Optional<ObjectNode> object) {
        boolean secret =
                key.resource() == ApiResource.SECRETS && key.namespace().equals(BootstrapTokenSecret.NAMESPACE);
        due |= secret || key.equals(CLUSTER_INFO);
    }

    @Override
    public Instant work(Instant now) {
        if (due) {
            due = false;
            store.get(CLUSTER_INFO).ifPresent(object -> sign(ClusterInfo.parse(object.toString()), now));
        }
        return Instant.MAX;
    }

    private void sign(ClusterInfo clusterInfo, Instant now) {
        List<Secret> secrets = store.list(ApiResource.SECRETS, BootstrapTokenSecret.NAMESPACE).objects().stream()
                .map(object -> Secret.parse(object.toString()))
                .filter(secret -> secret.type().equals(BootstrapTokenSecret.TYPE))
                .toList();
        ClusterInfo.SignerRun run = clusterInfo.runSigner(secrets, now);
        if (run.isChanged()) {
            client.put(CLUSTER_INFO, "", Json.of(run.result()));
        }
    }
}
