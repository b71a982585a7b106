package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Between HTTP and the API: reads requests, finds out who makes them, and sends the answers. */
final class HttpFront extends Handler.Abstract {

    private static final int LARGEST_BODY = 3 * 1024 * 1024;
    /** A body that comes byte by byte is awaited no longer. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(20);

    private final Api api;
    private final AccessControl access;
    private final Faults faults;
    /** Fewer than threads, so that there are always some for short requests. */
    private final Semaphore watches = new Semaphore(HttpsListener.THREADS - 64);

    HttpFront(Api api, AccessControl access, Faults faults) {
        this.api = api;
        this.access = access;
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        switch (faults.next(request.getHttpURI().getPath())) {
            case NONE -> answer(request, response, callback, answer -> send(request, response, answer));
            case DROP_ANSWER ->
                answer(request, response, callback, answer -> endPoint(request).close());
            case ERROR ->
                finish(
                        callback,
                        () -> send(
                                request,
                                response,
                                ApiFailure.internal("a fault on purpose").answer()));
            case THROTTLE ->
                finish(
                        callback,
                        () -> send(
                                request, response, ApiFailure.tooManyRequests().answer()));
            case DROP_REQUEST -> finish(callback, () -> endPoint(request).close());
        }
        return true;
    }

    /** What is done with an answer, or instead of one. */
    @FunctionalInterface
    private interface Last {
        void run() throws IOException;
    }

    /** Takes an answer. */
    @FunctionalInterface
    private interface Sink {
        void accept(Answer answer) throws IOException;
    }

    private static void finish(Callback callback, Last last) {
        try {
            last.run();
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            callback.failed(e);
        }
    }

    /** Answers a request when its body is there; until then it has no thread. */
    private void answer(Request request, Response response, Callback callback, Sink sink) {
        Optional<UserInfo> user = access.authenticate(credentials(request));
        if (user.isEmpty()) {
            finish(callback, () -> sink.accept(ApiFailure.unauthorized().answer()));
            return;
        }
        Instant received = Instant.now();
        Executor threads = request.getComponents().getExecutor();
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, LARGEST_BODY, Promise.Invocable.toPromise(body));
        if (body.isDone()) {
            CompletableFuture<byte[]> unused = body.whenComplete((bytes, failure) -> finish(
                    callback, () -> sink.accept(answer(request, response, user.get(), received, bytes, failure))));
            return;
        }
        Scheduler.Task end = request.getComponents()
                .getScheduler()
                .schedule(
                        () -> threads.execute(() -> body.completeExceptionally(new TimeoutException())),
                        LONGEST_BODY.toMillis(),
                        TimeUnit.MILLISECONDS);
        CompletableFuture<byte[]> unused = body.whenCompleteAsync(
                (bytes, failure) -> {
                    end.cancel();
                    finish(
                            callback,
                            () -> sink.accept(answer(request, response, user.get(), received, bytes, failure)));
                },
                threads);
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private Answer answer(
            Request request,
            Response response,
            UserInfo user,
            Instant received,
            byte @Nullable [] body,
            @Nullable Throwable failure)
            throws IOException {
        try {
            if (body == null) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                throw refusal(failure);
            }
            return api.answer(user, read(request, received, body));
        } catch (ApiFailure refused) {
            return refused.answer();
        }
    }

    private static ApiFailure refusal(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IllegalStateException) {
            return ApiFailure.tooLarge(LARGEST_BODY);
        }
        if (failure instanceof TimeoutException) {
            return ApiFailure.tooSlow();
        }
        throw new IOException("the body does not come", failure);
    }

    private static ApiRequest read(Request request, Instant received, byte[] body) {
        String contentType = header(request, HttpHeader.CONTENT_TYPE);
        boolean protobuf = body.length > 0 && MediaTypes.bare(contentType).equals(Protobuf.MEDIA_TYPE);
        return new ApiRequest(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                protobuf ? "application/json" : contentType,
                String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT)),
                protobuf ? Protobuf.read(body).toString() : new String(body, StandardCharsets.UTF_8),
                new ApiRequest.Client(Request.getRemoteAddr(request), header(request, HttpHeader.USER_AGENT)),
                received);
    }

    private static String header(Request request, HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
    }

    private static Credentials credentials(Request request) {
        Credentials presented = Credentials.fromHeader(header(request, HttpHeader.AUTHORIZATION));
        EndPoint.SslSessionData session =
                (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        return chain == null ? presented : presented.withClientCertificate(List.of(chain));
    }

    private void send(Request request, Response response, Answer answer) throws IOException {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
        if (answer instanceof Answer.Stream stream) {
            stream(request, response, stream);
        } else if (answer instanceof Answer.Text text) {
            send(request, response, 200, "text/plain; charset=utf-8", text.text());
        } else if (answer instanceof Answer.Document document) {
            if (document.code() == 429) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            }
            for (String warning : document.warnings()) {
                response.getHeaders().add("Warning", "299 - " + Json.quote(warning));
            }
            send(request, response, document.code(), "application/json", document.body() + "\n");
        }
    }

    private static boolean isHead(Request request) {
        return request.getMethod().equals("HEAD");
    }

    private static void send(Request request, Response response, int code, String type, String text)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        if (!isHead(request)) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                out.write(bytes);
            }
        }
    }

    private void stream(Request request, Response response, Answer.Stream stream) throws IOException {
        if (isHead(request)) {
            response.setStatus(200);
            stream.finished().run();
            return;
        }
        if (!watches.tryAcquire()) {
            send(request, response, ApiFailure.tooManyRequests().answer());
            return;
        }
        EndPoint connection = endPoint(request);
        long silence = connection.getIdleTimeout();
        // Between two events a watch is silent for as long as it lasts; who does not read them keeps the thread no
        // longer.
        connection.setIdleTimeout(
                WatchResponse.LONGEST.plus(HttpsListener.SILENCE).toMillis());
        try {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            WatchConnection watch = new WatchConnection(connection, response);
            stream.events().run(watch);
            watch.close();
        } finally {
            connection.setIdleTimeout(silence);
            watches.release();
            stream.finished().run();
        }
    }
}
