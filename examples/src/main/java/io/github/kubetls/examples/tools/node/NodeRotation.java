package io.github.kubetls.examples.tools.node;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.examples.tools.client.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A node that stays: it renews its client certificate, and the serving certificate that depends on it, side by side. */
final class NodeRotation {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int SECONDS_BETWEEN_CHECKS = 10;
    private static final int SECONDS_TO_STOP = 5;

    private final NodeConnections connections;
    private final CertificateRenewal client;

    NodeRotation(NodeConnections connections, CertificateRenewal client) {
        this.connections = connections;
        this.client = client;
    }

    /**
     * Renews until the thread is interrupted.
     *
     * @param serving the renewal of the serving certificate, empty when there is none
     * @throws ProgramException when there has not been a valid client certificate for too long
     */
    void run(Optional<CertificateRenewal> serving) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletionService<Void> renewals = new ExecutorCompletionService<>(threads);
            renewals.submit(() -> client.run(this::asNodeOrAsGiven));
            serving.ifPresent(renewal -> renewals.submit(() -> renewal.run(this::asNode)));
            supervise(renewals);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        }
    }

    private void supervise(CompletionService<Void> renewals) throws InterruptedException {
        Instant lastAvailable = Instant.now();
        while (true) {
            Future<Void> ended = renewals.poll(SECONDS_BETWEEN_CHECKS, TimeUnit.SECONDS);
            if (ended != null) {
                throw new IllegalStateException("a renewal ended", failure(ended));
            }
            Instant now = Instant.now();
            if (client.state().current(now).isPresent()) {
                lastAvailable = now;
            } else if (client.state().isExitDue(lastAvailable, now)) {
                throw new ProgramException(
                        "No valid client certificate is found and the server is responsive, exiting.");
            }
        }
    }

    private static Throwable failure(Future<Void> ended) throws InterruptedException {
        try {
            ended.get();
            return new IllegalStateException("without a reason");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    /** The credentials that the node was given count while it has no certificate, and again when that has expired. */
    private ApiClient asNodeOrAsGiven() throws IOException {
        Optional<CertificateAndKey> pair = client.state().current(Instant.now());
        return pair.isPresent() ? connections.as(pair.get()) : connections.withGivenCredentials();
    }

    /** Only the node itself may ask for its serving certificate. */
    private ApiClient asNode() throws IOException, InterruptedException {
        while (true) {
            Optional<CertificateAndKey> pair = client.state().current(Instant.now());
            if (pair.isPresent()) {
                return connections.as(pair.get());
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
    }
}
