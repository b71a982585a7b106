package io.github.kubetls.discovery;

import io.github.kubetls.discovery.DiscoveryStep.FetchFailure;
import io.github.kubetls.discovery.DiscoveryStep.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Asks for cluster-info again and again until it is what is waited for, or the time is up. */
abstract class Polling {

    static final String PATH = "/api/v1/namespaces/" + ClusterInfo.NAMESPACE + "/configmaps/" + ClusterInfo.NAME;

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final URI url;
    private final Trust trust;
    private final Instant deadline;

    Polling(URI url, Trust trust, Duration timeout, Instant now) {
        this.url = url;
        this.trust = trust;
        this.deadline = now.plus(timeout);
    }

    URI url() {
        return url;
    }

    Trust trust() {
        return trust;
    }

    boolean isAuthenticated() {
        return false;
    }

    DiscoveryStep begin() {
        return new DiscoveryStep.Fetch(this, Duration.ZERO);
    }

    /** The same request after the interval; the failure when that would be too late. */
    DiscoveryStep again(Instant now, DiscoveryStep.Failed failure) {
        return now.plus(INTERVAL).isBefore(deadline) ? new DiscoveryStep.Fetch(this, INTERVAL) : failure;
    }

    abstract DiscoveryStep received(ClusterInfo clusterInfo, Instant now);

    abstract DiscoveryStep failed(FetchFailure failure, Instant now);
}
