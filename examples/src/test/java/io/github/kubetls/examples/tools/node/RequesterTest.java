package io.github.kubetls.examples.tools.node;

import static io.github.kubetls.examples.tools.client.StubServer.answer;
import static io.github.kubetls.examples.tools.client.StubServer.drop;
import static io.github.kubetls.examples.tools.client.StubServer.parts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.examples.tools.cli.Journal;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.examples.tools.client.StubServer;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RequesterTest {

    private static final String EXISTS =
            "{\"kind\":\"Status\",\"reason\":\"AlreadyExists\",\"code\":409,\"message\":\"it exists\"}";
    private static final String GONE =
            "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"code\":404,\"message\":\"it is gone\"}";
    private static final CertificateSigningRequest CREATED = Requests.created("uid-1");

    private final Requests.Told told = new Requests.Told();

    private Requester requester(StubServer server) {
        Journal journal = told.journal();
        NodeConnections none = new NodeConnections(Path.of("none"), null);
        ServerRelease release = new ServerRelease(KubernetesRelease.latest(), journal);
        return new Requester(server.client(), new NodeContext(none, journal, release));
    }

    private CertificateSigningRequest create(StubServer server) throws IOException, InterruptedException {
        return requester(server)
                .create(Requests.CLIENT.template().request(Requests.KEYS), CertificateSigningRequest::kubeletClient);
    }

    private CertificateSigningRequest await(StubServer server, Duration patience)
            throws IOException, InterruptedException {
        return requester(server).await(CREATED, Countdown.of(patience));
    }

    private static String list(CertificateSigningRequest... items) {
        String item = items.length == 0 ? "" : items[0].toJson();
        return "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[" + item + "]}";
    }

    private static String modified(CertificateSigningRequest csr) {
        return "{\"type\":\"MODIFIED\",\"object\":" + csr.toJson().replace("\n", "") + "}\n";
    }

    @Test
    void createsTheRequest() throws Exception {
        try (StubServer server = new StubServer(answer(201, CREATED.toJson()))) {
            assertThat(create(server)).isEqualTo(CREATED);
            assertThat(server.requests())
                    .containsExactly("POST /apis/certificates.k8s.io/v1/certificatesigningrequests");
        }
    }

    @Test
    void takesTheRequestThatIsThere() throws Exception {
        try (StubServer server = new StubServer(answer(409, EXISTS), answer(200, CREATED.toJson()))) {
            assertThat(create(server)).isEqualTo(CREATED);
            assertThat(server.requests().get(1))
                    .isEqualTo("GET /apis/certificates.k8s.io/v1/certificatesigningrequests/"
                            + CREATED.metadata().name());
            assertThat(told.problems()).hasToString("");
        }
    }

    @Test
    void refusesARequestOfItsNameForAnotherKey() {
        CertificateSigningRequest other = CertificateSigningRequest.kubeletClient(
                        Requests.CLIENT.template().request(KeyAlgorithm.ECDSA_P256.generateKeyPair()))
                .toBuilder()
                .metadata(CREATED.metadata())
                .build();
        try (StubServer server = new StubServer(answer(409, EXISTS), answer(200, other.toJson()))) {
            assertThatThrownBy(() -> create(server))
                    .isInstanceOf(NotIssuedException.class)
                    .hasMessageStartingWith("retrieved csr is not compatible: "
                            + "error validating signature new CSR against old key: ");
        }
    }

    @Test
    void tellsWhatAKubeletDoesNotLookAt() throws Exception {
        CertificateSigningRequest other =
                CertificateSigningRequest.kubeletClient(CREATED.request(), KubernetesRelease.of(26)).toBuilder()
                        .metadata(CREATED.metadata())
                        .build();
        try (StubServer server = new StubServer(answer(409, EXISTS), answer(200, other.toJson()))) {
            assertThat(create(server)).isEqualTo(other);
            assertThat(told.problems().toString()).startsWith("the stored request has other usages");
        }
    }

    @Test
    void canCreateAgainWhatWasDeletedBeforeItWasRead() {
        try (StubServer server = new StubServer(answer(409, EXISTS), answer(404, GONE))) {
            assertThatThrownBy(() -> create(server))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOfAny(NotIssuedException.class, ApiException.class);
        }
    }

    @Test
    void waitsUntilThereIsACertificate() throws Exception {
        CertificateSigningRequest issued = Requests.issued(CREATED);
        try (StubServer server = new StubServer(
                answer(500, "not yet"),
                answer(200, list(CREATED)),
                parts(modified(Requests.approved(CREATED)), modified(issued)))) {
            assertThat(await(server, Duration.ofMinutes(4))).isEqualTo(issued);
            assertThat(told.output().toString())
                    .contains(" is Pending", " is Approved\n", " is Approved,Issued")
                    .doesNotContain("kubectl");
            assertThat(told.problems().toString())
                    .startsWith("cannot watch on the certificate signing request: the server answered with HTTP");
        }
    }

    @Test
    void needsNoAnswerForACertificateThatIsThere() throws Exception {
        CertificateSigningRequest issued = Requests.issued(CREATED);
        try (StubServer server = new StubServer()) {
            assertThat(requester(server).await(issued, Countdown.of(Duration.ofMinutes(4))))
                    .isEqualTo(issued);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void endsWithADenialWithoutItsControlCharacters() {
        try (StubServer server = new StubServer(answer(200, list(Requests.denied(CREATED))))) {
            assertThatThrownBy(() -> await(server, Duration.ofMinutes(4)))
                    .isInstanceOf(NotIssuedException.class)
                    .hasMessage("cannot watch on the certificate signing request: "
                            + "certificate signing request is denied, reason: Test, message: it [1m may not");
        }
    }

    @Test
    void endsWhenTheRequestIsDeleted() {
        try (StubServer server = new StubServer(answer(200, list()))) {
            assertThatThrownBy(() -> await(server, Duration.ofMinutes(4)))
                    .isInstanceOf(NotIssuedException.class)
                    .hasMessageEndingWith("was deleted");
        }
    }

    @Test
    void endsWhenTheRequestIsReplaced() {
        ObjectMeta other = CREATED.metadata().toBuilder().uid("uid-2").build();
        try (StubServer server = new StubServer(answer(
                200, list(Requests.issued(CREATED).toBuilder().metadata(other).build())))) {
            assertThatThrownBy(() -> await(server, Duration.ofMinutes(4)))
                    .isInstanceOf(NotIssuedException.class)
                    .hasMessageEndingWith("changed UIDs");
        }
    }

    @Test
    void endsWhenTheTimeIsOver() {
        try (StubServer server = new StubServer(answer(200, list(CREATED)), drop())) {
            assertThatThrownBy(() -> await(server, Duration.ofMillis(200)))
                    .isInstanceOf(NotIssuedException.class)
                    .hasMessageStartingWith("timed out waiting for the condition");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, true, true",
        "401, true, true",
        "401, false, true",
        "403, true, true",
        "403, false, false",
        "404, false, false",
        "404, true, true",
        "429, true, false",
        "500, true, false",
        "503, false, false"
    })
    void takesTheRefusalsOfAnApiServerForFinal(int status, boolean isApiStatus, boolean isRefusal) {
        String body = isApiStatus ? "{\"kind\":\"Status\",\"code\":" + status + "}" : "";
        try (StubServer server = new StubServer(answer(status, body))) {
            assertThatThrownBy(() -> create(server))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(Requester.isRefusal(e)).isEqualTo(isRefusal));
        }
    }

    @Test
    void asksTheServerForItsReleaseOnce() throws Exception {
        try (StubServer server = new StubServer(answer(500, ""), answer(200, "{\"gitVersion\":\"v1.20.5-dirty\"}"))) {
            ServerRelease release = new ServerRelease(null, told.journal());
            assertThatThrownBy(() -> release.ask(server.client())).isInstanceOf(ApiException.class);
            assertThat(release.ask(server.client())).isEqualTo(KubernetesRelease.of(20));
            assertThat(release.ask(server.client())).isEqualTo(KubernetesRelease.of(20));
            assertThat(server.requests()).containsExactly("GET /version", "GET /version");
        }
    }

    @Test
    void asksAsTheLatestKubeletWhereTheServerDoesNotTell() throws Exception {
        String forbidden = "{\"kind\":\"Status\",\"code\":403,\"message\":\"no\"}";
        try (StubServer server = new StubServer(answer(403, forbidden), answer(200, "{\"gitVersion\":\"two\"}"))) {
            ServerRelease release = new ServerRelease(null, told.journal());
            assertThat(release.ask(server.client())).isEqualTo(KubernetesRelease.latest());
            assertThat(release.ask(server.client())).isEqualTo(KubernetesRelease.latest());
            assertThat(told.problems().toString())
                    .contains("the server does not tell its version: no", "is not a version of Kubernetes");
        }
    }
}
