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
import java.util.regex.Pattern;

/** The requests of a server, as they were last seen. */
final class RequestCache {

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

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
            seen.merge(name, change.request(), RequestCache::newer);
        }
    }

    /** Takes a request as the server has answered with it; what was watched may be behind that. */
    void take(CertificateSigningRequest answered) {
        seen.computeIfPresent(answered.metadata().name(), (name, held) -> newer(held, answered));
    }

    /** The second, unless it is known to be older: resource versions of a resource are numbers that grow. */
    private static CertificateSigningRequest newer(CertificateSigningRequest held, CertificateSigningRequest other) {
        String before = held.metadata().resourceVersion();
        String after = other.metadata().resourceVersion();
        boolean comparable =
                VERSION.matcher(before).matches() && VERSION.matcher(after).matches();
        return comparable && Long.parseLong(after) < Long.parseLong(before) ? held : other;
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
            CertificateSigningRequest csr = requests.get(name);
            take(csr);
            return Optional.of(csr);
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
