package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.client.ApiClient;
import io.github.kubetls.examples.tools.client.ApiServerAuthorizer;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import io.github.kubetls.examples.tools.client.ListWatch;
import io.github.kubetls.examples.tools.client.PodCertificateRequests;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the CertificateSigningRequests of a cluster and works on them, as the kube-controller-manager does.
 *
 * <p>Several may follow the same cluster: each takes the requests in an order of its own, and every update names the version of
 * the object that it is about, so that the one that comes second is refused, looks again, and finds nothing left to do.
 *
 * <pre>{@code
 * RequestController.builder(client, journal).approving().signing(ca, Duration.ofDays(365)).build().run();
 * }</pre>
 */
public final class RequestController {

    private static final int WORKERS = 5;
    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(5);

    /** That of the work queues of Kubernetes. */
    private static final IntervalFunction ITEM_BACKOFF =
            IntervalFunction.ofExponentialBackoff(Duration.ofMillis(200), 2, Duration.ofSeconds(1000));

    private final CertificateSigningRequests requests;
    private final List<RequestHandler> handlers;
    private final @Nullable Duration cleanInterval;
    private final @Nullable PodSigner podSigner;
    private final Journal journal;
    private final WorkQueue queue = new WorkQueue(ITEM_BACKOFF, System::nanoTime, new Random());
    private final RequestCache cache;

    private RequestController(Builder builder) {
        this.requests = builder.requests;
        this.cache = new RequestCache(requests);
        this.handlers = List.copyOf(builder.handlers);
        this.cleanInterval = builder.cleanInterval;
        this.podSigner = builder.podSigner;
        this.journal = builder.journal;
    }

    /**
     * Starts a controller, which does nothing yet.
     *
     * @param client  the server, and who the controller is
     * @param journal takes what is done and what goes wrong
     * @return a builder
     */
    public static Builder builder(ApiClient client, Journal journal) {
        return new Builder(client, journal);
    }

    /**
     * Works until the thread is interrupted; then it finishes what it has begun.
     *
     * @throws InterruptedException when the thread is interrupted
     */
    public void run() throws InterruptedException {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(WORKERS + 2);
        Future<?> cleaning = CompletableFuture.completedFuture(null);
        Future<?> pods = podSigner == null ? CompletableFuture.completedFuture(null) : threads.submit(podSigner);
        try (ListWatch<CertificateSigningRequest> changes = requests.watch()) {
            for (int i = 0; i < WORKERS; i++) {
                threads.execute(new Worker(queue, cache, handlers, journal));
            }
            Reflector reflector = new Reflector(changes, cache, queue, journal);
            do {
                reflector.next();
            } while (!changes.isCaughtUp());
            journal.tell("ready");
            cleaning = cleaning(threads);
            while (true) {
                reflector.next();
            }
        } finally {
            pods.cancel(true);
            cleaning.cancel(true);
            stop(threads);
        }
    }

    private Future<?> cleaning(ScheduledExecutorService threads) {
        if (cleanInterval == null) {
            return CompletableFuture.completedFuture(null);
        }
        Cleaner cleaner = new Cleaner(requests, journal, Clock.systemUTC());
        return threads.scheduleWithFixedDelay(
                () -> cleaner.clean(cache.all()), 0, cleanInterval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stop(ScheduledExecutorService threads) throws InterruptedException {
        queue.close();
        threads.shutdown();
        if (!threads.awaitTermination(TIME_TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }

    /** Collects what a {@link RequestController} does. */
    public static final class Builder {
        private final ApiClient client;
        private final CertificateSigningRequests requests;
        private final RequestUpdates updates;
        private final Journal journal;
        private final List<RequestHandler> handlers = new ArrayList<>();
        private @Nullable Duration cleanInterval;
        private @Nullable PodSigner podSigner;

        private Builder(ApiClient client, Journal journal) {
            this.client = client;
            this.requests = new CertificateSigningRequests(client);
            this.updates = new RequestUpdates(requests);
            this.journal = journal;
        }

        /**
         * Approves kubelets' requests for client certificates whose requester may have one, which the server is asked.
         *
         * @return this builder
         */
        public Builder approving() {
            handlers.add(new Approver(new ApiServerAuthorizer(client), updates, journal, Clock.systemUTC()));
            return this;
        }

        /**
         * Signs approved requests for the signers {@code kubernetes.io/kube-apiserver-client-kubelet} and
         * {@code kubernetes.io/kubelet-serving}.
         *
         * @param ca       the CA
         * @param duration the longest duration of a certificate, which is also the default
         * @return this builder
         */
        public Builder signing(CaFiles ca, Duration duration) {
            handlers.add(new Signer(ca, duration, updates, journal));
            return this;
        }

        /**
         * Answers the PodCertificateRequests for a signer.
         *
         * @param signerName the signer
         * @param ca         the CA
         * @param duration   the longest duration of a certificate
         * @return this builder
         */
        public Builder podSigning(SignerName signerName, CaFiles ca, Duration duration) {
            podSigner = new PodSigner(signerName, ca, duration, new PodCertificateRequests(client), journal);
            return this;
        }

        /**
         * Deletes requests that nobody needs any more, now and then.
         *
         * @param interval how often
         * @return this builder
         */
        public Builder cleaning(Duration interval) {
            cleanInterval = interval;
            return this;
        }

        /**
         * Builds the controller.
         *
         * @return the controller
         */
        public RequestController build() {
            return new RequestController(this);
        }
    }
}
