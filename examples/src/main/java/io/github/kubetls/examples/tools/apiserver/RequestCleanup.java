package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestCleaner;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodRequestCleaner;
import java.time.Duration;
import java.time.Instant;

/** Deletes requests that are over, as often as kube-controller-manager does. */
final class RequestCleanup implements Controller {

    private final ComponentClient client;
    private final Store store;
    private final ApiResource resource;
    private final Duration interval;
    private final Rule rule;
    private Instant next = Instant.MIN;

    private RequestCleanup(ComponentClient client, Store store, ApiResource resource, Duration interval, Rule rule) {
        this.client = client;
        this.store = store;
        this.resource = resource;
        this.interval = interval;
        this.rule = rule;
    }

    /** {@code csrcleaner}: deletes requests by what became of them, once an hour. */
    static RequestCleanup ofRequests(ComponentClient client, Store store) {
        return new RequestCleanup(
                client,
                store,
                ApiResource.CERTIFICATE_SIGNING_REQUESTS,
                Duration.ofHours(1),
                (object, now) -> RequestCleaner.decide(
                                CertificateSigningRequest.parse(object.toString()), now, ServerVersion.RELEASE)
                        instanceof RequestCleaner.Decision.Delete);
    }

    /** {@code podcertificaterequest-cleaner}: deletes requests of pods when they are old, whatever became of them. */
    static RequestCleanup ofPodRequests(ComponentClient client, Store store) {
        return new RequestCleanup(
                client,
                store,
                ApiResource.POD_CERTIFICATE_REQUESTS,
                PodRequestCleaner.INTERVAL,
                (object, now) -> PodRequestCleaner.decide(PodCertificateRequest.parse(object.toString()), now)
                        instanceof PodRequestCleaner.Decision.Delete);
    }

    @Override
    public Instant work(Instant now) {
        if (now.isBefore(next)) {
            return next;
        }
        next = now.plus(interval);
        for (ObjectNode object : store.list(resource, "").objects()) {
            if (rule.isOver(object, now)) {
                JsonNode metadata = object.path("metadata");
                client.delete(
                        new ObjectKey(resource, Json.text(metadata, "namespace"), Json.text(metadata, "name")),
                        Json.text(metadata, "uid"));
            }
        }
        return next;
    }

    /** Whether an object is to be deleted. */
    private interface Rule {
        boolean isOver(ObjectNode object, Instant now);
    }
}
