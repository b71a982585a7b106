package io.github.kubetls.examples.tools.client;

import static io.github.kubetls.examples.tools.client.StubServer.answer;
import static io.github.kubetls.examples.tools.client.StubServer.parts;
import static io.github.kubetls.examples.tools.client.StubServer.partsAndBreak;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.client.ListWatch.Change;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ListWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration NO_PATIENCE = Duration.ofMillis(10);
    private static final CertificateRequest REQUEST =
            CertificateRequest.kubeletClient("w1", KeyAlgorithm.ECDSA_P256.generateKeyPair());
    private static final String PATH = "GET /apis/certificates.k8s.io/v1/certificatesigningrequests";
    private static final String EXPIRED =
            "{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410,\"message\":\"too old resource version\"}";

    private static CertificateSigningRequest csr(String name, String resourceVersion) {
        return CertificateSigningRequest.kubeletClient(REQUEST).toBuilder()
                .metadata(ObjectMeta.builder()
                        .name(name)
                        .uid("uid-of-" + name)
                        .resourceVersion(resourceVersion)
                        .build())
                .build();
    }

    private static String list(String resourceVersion, CertificateSigningRequest... items) {
        return "{\"kind\":\"CertificateSigningRequestList\",\"metadata\":{\"resourceVersion\":\"" + resourceVersion
                + "\"},\"items\":["
                + Arrays.stream(items).map(CertificateSigningRequest::toJson).collect(Collectors.joining(","))
                + "]}";
    }

    private static String event(String type, CertificateSigningRequest csr) {
        return "{\"type\":\"" + type + "\",\"object\":" + csr.toJson().replace("\n", "") + "}\n";
    }

    private static String bookmark(String resourceVersion) {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"CertificateSigningRequest\",\"metadata\":"
                + "{\"resourceVersion\":\"" + resourceVersion + "\"}}}\n";
    }

    private static ListWatch<CertificateSigningRequest> watch(StubServer server) {
        return new CertificateSigningRequests(server.client()).watch();
    }

    /** The next change, as {@code name@resourceVersion}, with a minus before it when it was deleted. */
    private static String next(ListWatch<CertificateSigningRequest> changes) throws IOException, InterruptedException {
        Optional<Change<CertificateSigningRequest>> change = Optional.empty();
        while (change.isEmpty()) {
            change = changes.next(PATIENCE);
        }
        ObjectMeta metadata = change.get().request().metadata();
        return (change.get().isDeleted() ? "-" : "") + metadata.name() + "@" + metadata.resourceVersion();
    }

    @Test
    void listsAndThenWatchesFromThere() throws Exception {
        try (StubServer server = new StubServer(
                        answer(200, list("7", csr("a", "3"), csr("b", "5"))),
                        parts(event("MODIFIED", csr("a", "8")), event("DELETED", csr("b", "9"))));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(next(changes)).isEqualTo("a@3");
            assertThat(next(changes)).isEqualTo("b@5");
            assertThat(next(changes)).isEqualTo("a@8");
            assertThat(next(changes)).isEqualTo("-b@9");
            assertThat(server.requests().get(0)).isEqualTo(PATH);
            assertThat(server.requests().get(1))
                    .startsWith(PATH + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=")
                    .endsWith("&resourceVersion=7");
        }
    }

    /** A server that is not told who wrote which field keeps what it knows of that. */
    @Test
    void leavesOutWhoWroteWhichField() throws Exception {
        String written = csr("a", "7")
                .toJson()
                .replace("\"metadata\": {", "\"metadata\": {\"managedFields\":[{\"manager\":\"kubelet\"}],");
        try (StubServer server = new StubServer(answer(200, list("7").replace("[]", "[" + written + "]")));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(written).contains("managedFields");
            assertThat(changes.next(PATIENCE).orElseThrow().request()).isEqualTo(csr("a", "7"));
        }
    }

    @Test
    void readsEventsHoweverTheyAreCut() throws Exception {
        String first = event("ADDED", csr("a", "8"));
        String second = event("ADDED", csr("ä", "9"));
        String both = first + "\n\n" + second;
        int cut = both.indexOf("ä");
        try (StubServer server = new StubServer();
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            server.then(answer(200, list("7")));
            server.then(server.partsAndSilence(
                    both.substring(0, 5),
                    both.substring(5, first.length() + 9),
                    both.substring(first.length() + 9, cut),
                    both.substring(cut)));
            assertThat(next(changes)).isEqualTo("a@8");
            assertThat(next(changes)).isEqualTo("ä@9");
        }
    }

    @Test
    void goesOnWhereADroppedWatchWas() throws Exception {
        try (StubServer server = new StubServer(
                        answer(200, list("7")),
                        partsAndBreak(event("ADDED", csr("a", "8")), bookmark("12"), "{\"type\":\"MODIF"),
                        answer(500, ""),
                        parts(event("MODIFIED", csr("a", "13"))));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(next(changes)).isEqualTo("a@8");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> next(changes)).isInstanceOf(IOException.class);
            }
            assertThat(next(changes)).isEqualTo("a@13");
            assertThat(server.requests().get(3)).endsWith("&resourceVersion=12");
        }
    }

    @Test
    void watchesAgainWhenTheServerHasEndedAWatch() throws Exception {
        try (StubServer server = new StubServer(
                        answer(200, list("7")), parts(bookmark("9")), parts(event("ADDED", csr("a", "10"))));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(next(changes)).isEqualTo("a@10");
            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().get(2)).endsWith("&resourceVersion=9");
        }
    }

    @Test
    void asksAServerThatEndsEveryWatchAtOnceOnceACall() throws Exception {
        try (StubServer server = new StubServer(answer(200, list("7")), parts(), parts(), parts());
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(changes.next(NO_PATIENCE)).isEmpty();
            while (server.requests().size() < 2) {
                assertThat(changes.next(NO_PATIENCE)).isEmpty();
            }
            int calls = 0;
            while (server.requests().size() < 4) {
                assertThat(changes.next(NO_PATIENCE)).isEmpty();
                calls++;
            }
            assertThat(calls).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void makesUpForAGapWithAList() throws Exception {
        try (StubServer server = new StubServer(
                        answer(200, list("7", csr("gone", "1"), csr("same", "2"), csr("other", "3"))),
                        parts("{\"type\":\"ERROR\",\"object\":" + EXPIRED + "}\n"),
                        answer(200, list("90", csr("same", "2"), csr("other", "80"), csr("new", "85"))),
                        parts(event("MODIFIED", csr("same", "91"))));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(next(changes)).isEqualTo("gone@1");
            assertThat(next(changes)).isEqualTo("same@2");
            assertThat(next(changes)).isEqualTo("other@3");
            assertThat(next(changes)).isEqualTo("other@80");
            assertThat(next(changes)).isEqualTo("new@85");
            assertThat(next(changes)).isEqualTo("-gone@1");
            assertThat(next(changes)).isEqualTo("same@91");
        }
    }

    @Test
    void listsAgainWhenAWatchCannotBeginThere() throws Exception {
        try (StubServer server = new StubServer(
                        answer(200, list("7")), answer(410, EXPIRED), answer(200, list("9", csr("a", "8"))));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThat(next(changes)).isEqualTo("a@8");
        }
    }

    @Test
    void passesOverAnObjectThatCannotBeRead() throws Exception {
        String odd = "{\"kind\":\"CertificateSigningRequest\",\"apiVersion\":\"certificates.k8s.io/v1\","
                + "\"metadata\":{\"name\":\"odd\",\"resourceVersion\":\"8\"},\"spec\":{\"usages\":7}}";
        try (StubServer server = new StubServer(
                        answer(200, list("7")),
                        parts("{\"type\":\"ADDED\",\"object\":" + odd + "}\n"),
                        parts(event("ADDED", csr("a", "9"))),
                        answer(
                                200,
                                list("7")
                                        .replace(
                                                "[]",
                                                "[" + odd + "," + csr("b", "5").toJson() + "]")));
                ListWatch<CertificateSigningRequest> changes = watch(server);
                ListWatch<CertificateSigningRequest> others = watch(server)) {
            assertThatThrownBy(() -> next(changes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("spec");
            assertThat(next(changes)).isEqualTo("a@9");
            assertThat(server.requests().get(2)).endsWith("&resourceVersion=8");
            assertThatThrownBy(() -> next(others)).isInstanceOf(IOException.class);
            assertThat(next(others)).isEqualTo("b@5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json\n", "17\n", "{\"type\":\"ADDED\"}\n", "{\"type\":\"ADDED\",\"object\":[]}\n"})
    void reportsWhatIsNoEvent(String line) {
        try (StubServer server = new StubServer(answer(200, list("7")), parts(line));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThatThrownBy(() -> next(changes))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server sent something that is no event");
        }
    }

    @Test
    void reportsAListThatIsNone() {
        try (StubServer server = new StubServer(answer(200, "{\"items\":[]}"));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThatThrownBy(() -> next(changes))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the server sent something that is no list");
        }
    }

    @Test
    void reportsARefusal() {
        String forbidden = "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"code\":403,\"message\":\"no watch\"}";
        try (StubServer server = new StubServer(answer(200, list("7")), answer(403, forbidden));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThatThrownBy(() -> next(changes))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("no watch");
        }
    }

    @Test
    void stopsReadingAnEventThatIsTooLong() {
        String megabyte = " ".repeat(1 << 20);
        String[] line = new String[18];
        Arrays.fill(line, megabyte);
        try (StubServer server = new StubServer(answer(200, list("7")), parts(line));
                ListWatch<CertificateSigningRequest> changes = watch(server)) {
            assertThatThrownBy(() -> next(changes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    void watchesOneRequestFromWhereItWasCreated() throws Exception {
        CertificateSigningRequest created = csr("a b", "5");
        try (StubServer server =
                        new StubServer(answer(200, list("7", created)), parts(event("MODIFIED", csr("a b", "8"))));
                ListWatch<CertificateSigningRequest> changes =
                        new CertificateSigningRequests(server.client()).watch(created)) {
            assertThat(next(changes)).as("not again what is known").isEqualTo("a b@8");
            assertThat(server.requests())
                    .allSatisfy(
                            request -> assertThat(request).startsWith(PATH + "?fieldSelector=metadata.name%3Da%20b&"));
        }
    }

    @Test
    void takesARequestThatTheListMissesForDeleted() throws Exception {
        CertificateSigningRequest created = csr("a", "5");
        try (StubServer server = new StubServer(answer(200, list("7")));
                ListWatch<CertificateSigningRequest> changes =
                        new CertificateSigningRequests(server.client()).watch(created)) {
            assertThat(next(changes)).isEqualTo("-a@5");
        }
    }

    @Test
    void endsAtOnceWhenInterrupted() throws Exception {
        try (StubServer server = new StubServer()) {
            server.then(answer(200, list("7")));
            server.then(server.partsAndSilence(bookmark("8")));
            FutureTask<Boolean> wasInterrupted = new FutureTask<>(() -> {
                try (ListWatch<CertificateSigningRequest> changes = watch(server)) {
                    next(changes);
                    return false;
                } catch (InterruptedException e) {
                    return true;
                }
            });
            Thread caller = new Thread(wasInterrupted);
            caller.start();
            while (server.requests().size() < 2) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            assertThat(wasInterrupted.get()).isTrue();
        }
    }
}
