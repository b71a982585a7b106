package io.github.kubetls.examples.tools.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The body of a response that is read line by line as it comes; no more than a part is held ahead of the reader. */
final class LineBody implements BodySubscriber<LineBody> {

    private static final int LONGEST_LINE = 16 << 20;

    private final Queue<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;
    private @Nullable IOException failure;
    private boolean ended;

    @Override
    public CompletionStage<LineBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(this::split);
        if (line.size() > LONGEST_LINE) {
            onError(new IOException("an event is longer than " + LONGEST_LINE + " bytes"));
            close();
        } else if (lines.isEmpty() && subscription != null) {
            subscription.request(1);
        }
        notifyAll();
    }

    private void split(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                endLine();
                start = i + 1;
            }
        }
        line.write(bytes, start, bytes.length - start);
    }

    private void endLine() {
        if (line.size() > 0) {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }

    @Override
    public synchronized void onError(Throwable cause) {
        failure = new IOException("the connection broke: " + cause.getMessage(), cause);
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void onComplete() {
        endLine();
        ended = true;
        notifyAll();
    }

    /** Waits for a line; empty when none came in time, or the body has ended. */
    synchronized Optional<String> nextLine(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (lines.isEmpty() && !ended) {
            long rest = (end - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return Optional.empty();
            }
            wait(rest);
        }
        String next = lines.poll();
        if (next == null && failure != null) {
            throw failure;
        }
        if (lines.isEmpty() && !ended && subscription != null) {
            subscription.request(1);
        }
        return Optional.ofNullable(next);
    }

    synchronized boolean hasEnded() {
        return ended && lines.isEmpty();
    }

    synchronized void close() {
        ended = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
