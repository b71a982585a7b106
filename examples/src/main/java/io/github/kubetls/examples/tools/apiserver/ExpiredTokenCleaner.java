package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenCleaner;
import java.time.Instant;

/** {@code tokencleaner}: deletes bootstrap tokens at the moment they expire. */
final class ExpiredTokenCleaner implements Controller {

    private final ComponentClient client;
    private final Store store;

    ExpiredTokenCleaner(ComponentClient client, Store store) {
        this.client = client;
        this.store = store;
    }

    @Override
    public Instant work(Instant now) {
        Instant next = Instant.MAX;
        for (ObjectNode object :
                store.list(ApiResource.SECRETS, BootstrapTokenSecret.NAMESPACE).objects()) {
            TokenCleaner.Decision decision = TokenCleaner.decide(Secret.parse(object.toString()), now);
            if (decision instanceof TokenCleaner.Decision.Delete delete) {
                client.delete(
                        new ObjectKey(ApiResource.SECRETS, BootstrapTokenSecret.NAMESPACE, delete.name()),
                        delete.uid());
            } else if (decision instanceof TokenCleaner.Decision.CheckAgain again
                    && again.time().isBefore(next)) {
                next = again.time();
            }
        }
        return next;
    }
}
