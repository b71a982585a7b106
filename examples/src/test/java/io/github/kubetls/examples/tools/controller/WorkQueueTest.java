package io.github.kubetls.examples.tools.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.fixtures.Threads;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    private static final IntervalFunction BACKOFF =
            IntervalFunction.ofExponentialBackoff(Duration.ofMillis(200), 2, Duration.ofSeconds(1000));

    /** Near its end, where differences still hold and sums do not. */
    private long nanoTime = Long.MAX_VALUE - 5;

    private final WorkQueue queue = new WorkQueue(BACKOFF, () -> nanoTime, new Random(20261130));

    private void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    /** What two controllers of the same requests have in common would be done twice. */
    @Test
    void drawsFromTheItemsThatAreDue() {
        WorkQueue other = new WorkQueue(BACKOFF, () -> nanoTime, new Random(7));
        List<String> items =
                IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        items.forEach(queue::add);
        items.forEach(other::add);
        List<String> here =
                items.stream().map(item -> queue.poll().orElseThrow()).toList();
        List<String> there =
                items.stream().map(item -> other.poll().orElseThrow()).toList();
        assertThat(here).containsExactlyInAnyOrderElementsOf(items);
        assertThat(there).containsExactlyInAnyOrderElementsOf(items);
        // By chance alone, one of them would be at the same place in both.
        assertThat(IntStream.range(0, 1000).filter(i -> here.get(i).equals(there.get(i))))
                .hasSizeLessThan(10);
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void givesAnItemOnceThatWasAddedTwice() {
        queue.add("a");
        queue.add("a");
        assertThat(queue.poll()).contains("a");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void keepsAnItemBackThatIsBeingWorkedOn() {
        queue.add("a");
        queue.poll();
        queue.add("a");
        assertThat(queue.poll()).isEmpty();
        queue.done("a");
        assertThat(queue.poll()).contains("a");
        queue.done("a");
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToAThousandSeconds() {
        queue.add("a");
        List<Duration> waited = new ArrayList<>();
        for (int failures = 0; failures < 15; failures++) {
            waited.add(timeUntilGiven("a"));
            queue.retry("a");
        }
        // As the rate limiter of Kubernetes' certificate controllers: 200 ms, doubled, at most 1000 s.
        assertThat(waited.stream().map(Duration::toMillis))
                .containsExactly(
                        0L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 25600L, 51200L, 102400L, 204800L, 409600L,
                        819200L, 1000000L);
    }

    private Duration timeUntilGiven(String item) {
        long start = nanoTime;
        Optional<String> given = queue.poll();
        while (given.isEmpty()) {
            pass(Duration.ofMillis(200));
            given = queue.poll();
        }
        assertThat(given).contains(item);
        return Duration.ofNanos(nanoTime - start);
    }

    @Test
    void doesNotHoldUpOthersBehindAFailure() {
        queue.add("poison");
        queue.poll();
        queue.add("b");
        queue.retry("poison");
        assertThat(queue.poll()).contains("b");
        pass(Duration.ofMillis(199));
        assertThat(queue.poll()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(queue.poll()).contains("poison");
    }

    @Test
    void beginsWithTheShortestPauseAgainAfterASuccess() {
        queue.add("a");
        for (int failures = 0; failures < 5; failures++) {
            timeUntilGiven("a");
            queue.retry("a");
        }
        timeUntilGiven("a");
        queue.done("a");
        queue.add("a");
        queue.poll();
        queue.retry("a");
        assertThat(timeUntilGiven("a")).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void givesAnItemAtOnceThatChangesDuringItsPause() {
        queue.add("a");
        queue.poll();
        queue.retry("a");
        queue.add("a");
        assertThat(queue.poll()).contains("a");
        queue.done("a");
        pass(Duration.ofHours(1));
        assertThat(queue.poll()).isEmpty();
    }

    @Test
    void givesAnItemAtOnceThatChangedWhileItsWorkFailed() {
        queue.add("a");
        queue.poll();
        queue.add("a");
        queue.retry("a");
        assertThat(queue.poll()).contains("a");
    }

    @Test
    void wakesWhoWaitsForAnItem() throws Exception {
        CompletableFuture<Optional<String>> taken = takeInAnotherThread();
        queue.add("a");
        assertThat(taken.get(5, TimeUnit.MINUTES)).contains("a");
    }

    @Test
    void sendsAwayWhoWaitsWhenItIsClosed() throws Exception {
        CompletableFuture<Optional<String>> taken = takeInAnotherThread();
        queue.close();
        assertThat(taken.get(5, TimeUnit.MINUTES)).isEmpty();
        queue.add("a");
        assertThat(queue.take()).isEmpty();
    }

    private CompletableFuture<Optional<String>> takeInAnotherThread() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The promise on which the controllers build: an item is with one worker at a time, and no addition is lost. */
    @Test
    void manyWorkersShareItemsWithoutLosingOrDoublingOne() throws Exception {
        WorkQueue shared = new WorkQueue(IntervalFunction.of(Duration.ofMillis(1)), System::nanoTime, new Random());
        int items = 10;
        AtomicIntegerArray inWork = new AtomicIntegerArray(items);
        AtomicIntegerArray wanted = new AtomicIntegerArray(items);
        AtomicIntegerArray seen = new AtomicIntegerArray(items);
        CountDownLatch added = new CountDownLatch(Threads.NUMBER / 2);
        List<String> doubled = Collections.synchronizedList(new ArrayList<>());
        Threads.together(thread -> () -> {
            Random random = new Random(thread);
            if (thread % 2 == 0) {
                for (int i = 0; i < 2000; i++) {
                    int item = random.nextInt(items);
                    wanted.incrementAndGet(item);
                    shared.add("" + item);
                }
                added.countDown();
                added.await();
                if (thread == 0) {
                    while (IntStream.range(0, items).anyMatch(item -> seen.get(item) < wanted.get(item))) {
                        Thread.onSpinWait();
                    }
                    shared.close();
                }
                return null;
            }
            for (Optional<String> taken = shared.take(); taken.isPresent(); taken = shared.take()) {
                int item = Integer.parseInt(taken.get());
                if (inWork.incrementAndGet(item) > 1) {
                    doubled.add(taken.get());
                }
                boolean fails = random.nextInt(4) == 0;
                int now = wanted.get(item);
                if (!fails) {
                    seen.accumulateAndGet(item, now, Math::max);
                }
                inWork.decrementAndGet(item);
                if (fails) {
                    shared.retry(taken.get());
                } else {
                    shared.done(taken.get());
                }
            }
            return null;
        });
        assertThat(doubled).isEmpty();
    }
}
