package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodRequestCleaner;
import java.time.Instant;

/** {@code podcertificaterequest-cleaner}: deletes requests of pods when they are old, whatever became of them. */
final class PodRequestCleanup implements Controller {

    private final ComponentClient client;
    private final Store store;
    private Instant next = Instant.MIN;

    PodRequestCleanup(ComponentClient client, Store store) {
        this.client = client;
        this.store = store;
    }

    @Override
    public Instant work(Instant now) {
        if (now.isBefore(next)) {
            return next;
        }
        next = now.plus(PodRequestCleaner.INTERVAL);
        for (ObjectNode object :
                store.list(ApiResource.POD_CERTIFICATE_REQUESTS, "").objects()) {
            PodCertificateRequest request = PodCertificateRequest.parse(object.toString());
            if (PodRequestCleaner.decide(request, now) instanceof PodRequestCleaner.Decision.Delete delete) {
                client.delete(
                        new ObjectKey(ApiResource.POD_CERTIFICATE_REQUESTS, delete.namespace(), delete.name()),
                        delete.uid());
            }
        }
        return next;
    }
}
