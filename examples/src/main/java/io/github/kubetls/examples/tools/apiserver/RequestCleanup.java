package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestCleaner;
import java.time.Duration;
import java.time.Instant;

/** {@code csrcleaner}: deletes requests that are over, once an hour. */
final class RequestCleanup implements Controller {

    private static final Duration PERIOD = Duration.ofHours(1);

    private final ComponentClient client;
    private final Store store;
    private Instant next = Instant.MIN;

    RequestCleanup(ComponentClient client, Store store) {
        this.client = client;
        this.store = store;
    }

    @Override
    public Instant work(Instant now) {
        if (now.isBefore(next)) {
            return next;
        }
        next = now.plus(PERIOD);
        for (ObjectNode object :
                store.list(ApiResource.CERTIFICATE_SIGNING_REQUESTS, "").objects()) {
            CertificateSigningRequest csr = CertificateSigningRequest.parse(object.toString());
            if (RequestCleaner.decide(csr, now, ServerVersion.RELEASE)
                    instanceof RequestCleaner.Decision.Delete delete) {
                client.delete(new ObjectKey(ApiResource.CERTIFICATE_SIGNING_REQUESTS, "", delete.name()), delete.uid());
            }
        }
        return next;
    }
}
