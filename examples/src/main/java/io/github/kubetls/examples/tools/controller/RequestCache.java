package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.examples.tools.client.ListWatch;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The requests of a server, as they were last seen. */
final class RequestCache {

    private final CertificateSigningRequests requests;
    private final Map<String, CertificateSigningRequest> seen = new ConcurrentHashMap<>();

    RequestCache(CertificateSigningRequests requests) {
        this.requests = requests;
    }

    void take(ListWatch.Change<CertificateSigningRequest> change) {
        String name = change.request().metadata().name();
        if (change.isDeleted()) {
            seen.remove(name);
        } else {
            seen.put(name, change.request());
        }
    }

    /** A request as it was last seen; empty when it was deleted. */
    Optional<CertificateSigningRequest> find(String name) {
        return Optional.ofNullable(seen.get(name));
    }

    Collection<CertificateSigningRequest> all() {
        return seen.values();
    }

    /** A request as the server has it now; empty when it was deleted. */
    Optional<CertificateSigningRequest> ask(String name) throws IOException, InterruptedException {
        try {
            return Optional.of(requests.get(name));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
