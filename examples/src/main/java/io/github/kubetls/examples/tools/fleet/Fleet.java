package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets many nodes join one control plane, a few at a time. Nothing of a node is kept once it has joined, so the heap does not
 * grow with the fleet.
 */
public final class Fleet {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration TO_STOP = Duration.ofSeconds(5);

    private final FleetSettings settings;
    private final RunConditions conditions;
    private final NodeJoin nodeJoin;
    private final RawCryptography cryptography;
    private final FleetMeasurements measurements;
    private final AtomicInteger next = new AtomicInteger();

    /** A fleet, and after each how many joins the cryptography of one is repeated. */
    private Fleet(FleetSettings settings, int interval) {
        Clock clock = Clock.systemUTC();
        CertificateAuthority ca = FleetControlPlane.newCa(settings);
        this.settings = settings;
        this.conditions = RunConditions.now(clock);
        this.nodeJoin = new NodeJoin(
                new FleetControlPlane(ca, clock),
                KeyAlgorithm.ECDSA_P256,
                settings.providers().forNodes());
        this.cryptography = new RawCryptography(settings, ca, interval);
        this.measurements = new FleetMeasurements(settings.nodes());
    }

    /**
     * Runs a fleet, and returns when all nodes have joined.
     *
     * @param settings what to do
     * @param progress is told how far it is, but not of the nodes that join before
     * @return what was measured
     * @throws InterruptedException when the thread is interrupted; no thread of the fleet goes on then
     */
    public static FleetResults join(FleetSettings settings, Progress progress) throws InterruptedException {
        if (settings.warmUp() > 0) {
            // With all of their cryptography, so that it is compiled as well as the rest when it is measured.
            new Fleet(settings.before(), 1).run(new Progress.NoProgress());
        }
        return new Fleet(settings, RawCryptography.interval(settings.nodes())).run(progress);
    }

    private FleetResults run(Progress progress) throws InterruptedException {
        Timeline timeline = measurements.timeline();
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < settings.threads(); i++) {
                workers.add(threads.submit(this::work));
            }
            threads.shutdown();
            do {
                progress.joined(timeline.joined(), timeline.secondsSoFar());
            } while (!threads.awaitTermination(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
            for (Future<?> worker : workers) {
                finish(worker);
            }
        } finally {
            progress.end();
            threads.shutdownNow();
            threads.awaitTermination(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
        }
        return new FleetResults(settings, conditions, measurements, cryptography);
    }

    /** Lets one node after the other join, until there are no more or one of them fails. */
    private void work() {
        try {
            int number = next.getAndIncrement();
            while (number < settings.nodes() && !Thread.currentThread().isInterrupted()) {
                joinOne(number);
                number = next.getAndIncrement();
            }
        } catch (RuntimeException | Error e) {
            next.set(settings.nodes()); // The other threads need not go on.
            throw e;
        }
    }

    private void joinOne(int number) {
        StepTimer timer = new StepTimer(measurements);
        NodeJoin.Joined joined = nodeJoin.join("node-" + (number + 1), timer);
        timer.joined();
        if (cryptography.isDue(number)) {
            cryptography.repeat(joined);
        }
    }

    /** Passes on what a thread failed with. */
    private static void finish(Future<?> worker) throws InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw (Error) e.getCause();
        }
    }
}
