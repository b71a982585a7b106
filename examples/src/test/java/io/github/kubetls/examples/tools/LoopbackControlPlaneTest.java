package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link LoopbackControlPlane} over HTTP: what it answers, to whom, and what it writes. */
class LoopbackControlPlaneTest {

    private static final String REQUESTS = ApiCaller.REQUESTS;
    private static final String MERGE = "application/merge-patch+json";

    @TempDir
    private static Path folder;

    private static LoopbackCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        Path tokens = Files.writeString(folder.resolve("token.csv"), "static-token,reader,1,\"system:reader\"\n");
        cluster = LoopbackCluster.start(folder.resolve("cluster"), "--token-auth-file", tokens.toString());
        ApiCaller.Reply created =
                cluster.admin().post(REQUESTS, request("there").toJson());
        assertThat(created.code()).as(created.text()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static CertificateSigningRequest request(String name) {
        CertificateRequest pkcs10 = CertificateRequest.kubeletServing(
                "worker-1", SubjectAltNames.of("worker-1"), KeyAlgorithm.ECDSA_P256.generateKeyPair());
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletServing(pkcs10);
        return csr.toBuilder()
                .metadata(csr.metadata().toBuilder().generateName("").name(name).build())
                .build();
    }

    /** Code, reason and words are those of kube-apiserver 1.20.2, which was asked the same. */
    static Stream<Arguments> failures() {
        String one = REQUESTS + "/there";
        String conflict =
                "Operation cannot be fulfilled on certificatesigningrequests.certificates.k8s.io \"there\": the"
                        + " object has been modified; please apply your changes to the latest version and try again";
        return Stream.of(
                arguments(
                        "GET",
                        REQUESTS + "/nope",
                        "",
                        "",
                        404,
                        "NotFound",
                        "certificatesigningrequests.certificates.k8s.io \"nope\" not found"),
                arguments(
                        "GET",
                        "/api/v1/nopes",
                        "",
                        "",
                        404,
                        "NotFound",
                        "the server could not find the requested resource"),
                arguments(
                        "GET",
                        "/apis/certificates.k8s.io/v2",
                        "",
                        "",
                        404,
                        "NotFound",
                        "the server could not find the requested resource"),
                arguments(
                        "GET",
                        one + "/nope",
                        "",
                        "",
                        404,
                        "NotFound",
                        "the server could not find the requested resource"),
                arguments(
                        "PUT",
                        REQUESTS,
                        "",
                        "{}",
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource"),
                arguments(
                        "POST",
                        "/api/v1/configmaps",
                        "",
                        "{\"metadata\":{\"name\":\"x\"}}",
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource"),
                arguments(
                        "POST",
                        REQUESTS,
                        "",
                        request("there").toJson(),
                        409,
                        "AlreadyExists",
                        "certificatesigningrequests.certificates.k8s.io \"there\" already exists"),
                arguments(
                        "POST",
                        REQUESTS,
                        "",
                        "{\"metadata\":{\"name\":\"x\"}}",
                        422,
                        "Invalid",
                        "CertificateSigningRequest.certificates.k8s.io \"x\" is invalid: [spec.request: "),
                arguments(
                        "POST",
                        REQUESTS,
                        "",
                        "{\"spec\":{}}",
                        422,
                        "Invalid",
                        "metadata.name: Required value: name or generateName is required"),
                arguments(
                        "POST",
                        REQUESTS,
                        "",
                        "{\"spec\":7}",
                        400,
                        "BadRequest",
                        "CertificateSigningRequest in version \"v1\" cannot be handled as a CertificateSigningRequest: "),
                arguments(
                        "POST",
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        "",
                        "{\"metadata\":{\"name\":\"x\"},\"subjects\":7}",
                        400,
                        "BadRequest",
                        "ClusterRoleBinding in version \"v1\" cannot be handled as a ClusterRoleBinding: "),
                arguments(
                        "POST",
                        REQUESTS,
                        "",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\"}",
                        400,
                        "BadRequest",
                        "cannot be handled as a CertificateSigningRequest"),
                arguments(
                        "POST",
                        REQUESTS,
                        "text/plain",
                        "x",
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"),
                arguments(
                        "POST",
                        "/api/v1/nodes",
                        "application/vnd.kubernetes.protobuf",
                        "k8s\0\n\n\n\2v1\22\4Node",
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format"),
                arguments(
                        "POST",
                        REQUESTS,
                        "application/vnd.kubernetes.protobuf",
                        "x",
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format"),
                arguments(
                        "POST",
                        REQUESTS,
                        "application/vnd.kubernetes.protobuf",
                        "k8s\0x",
                        400,
                        "BadRequest",
                        "no well-formed protobuf"),
                arguments(
                        "POST",
                        REQUESTS + "?dryRun=Some",
                        "",
                        "{}",
                        422,
                        "Invalid",
                        "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: []string{\"Some\"}: supported values: \"All\""),
                arguments(
                        "POST",
                        "/api/v1/namespaces/nope/secrets",
                        "",
                        "{\"metadata\":{\"name\":\"x\"}}",
                        404,
                        "NotFound",
                        "namespaces \"nope\" not found"),
                arguments(
                        "POST",
                        "/api/v1/namespaces/default/secrets",
                        "",
                        "{\"metadata\":{\"name\":\"x\",\"namespace\":\"y\"}}",
                        400,
                        "BadRequest",
                        "the namespace of the provided object does not match the namespace sent on the request"),
                arguments(
                        "POST",
                        "/api/v1/namespaces/default/secrets",
                        "",
                        "{\"metadata\":{\"name\":\"X_\"}}",
                        422,
                        "Invalid",
                        "Secret \"X_\" is invalid: metadata.name: Invalid value: \"X_\": a lowercase RFC 1123 subdomain must consist of"),
                arguments("PATCH", one, MERGE, "{\"metadata\":{\"resourceVersion\":\"1\"}}", 409, "Conflict", conflict),
                arguments(
                        "PATCH",
                        one,
                        MERGE,
                        "{\"metadata\":{\"name\":\"other\"}}",
                        400,
                        "BadRequest",
                        "the name of the object (other) does not match the name on the URL (there)"),
                arguments(
                        "PATCH",
                        one + "/status",
                        MERGE,
                        "{\"status\":{\"conditions\":[{\"type\":\"Approved\",\"status\":\"True\"}]}}",
                        422,
                        "Invalid",
                        "status.conditions: Forbidden: updates may not add a condition of type \"Approved\""),
                arguments(
                        "PATCH",
                        one + "/approval",
                        MERGE,
                        "{\"status\":{\"conditions\":[{\"type\":\"Approved\"}]}}",
                        422,
                        "Invalid",
                        "status.conditions[0].status: Required value"),
                arguments(
                        "PATCH",
                        one,
                        "application/json",
                        "{}",
                        415,
                        "UnsupportedMediaType",
                        "accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json"),
                arguments(
                        "PATCH",
                        one,
                        "application/json-patch+json",
                        "[{\"op\":\"test\",\"path\":\"/metadata/name\",\"value\":\"x\"}]",
                        422,
                        "Invalid",
                        "the server rejected our request due to an error in our request"),
                arguments(
                        "PATCH",
                        one + "?fieldValidation=Strict",
                        MERGE,
                        "{\"spec\":{\"colour\":\"red\"}}",
                        400,
                        "BadRequest",
                        "strict decoding error: unknown field \"spec.colour\""),
                arguments(
                        "GET",
                        REQUESTS + "?fieldSelector=spec.x%3Dy",
                        "",
                        "",
                        400,
                        "BadRequest",
                        "field label not supported: spec.x"),
                arguments(
                        "GET",
                        REQUESTS + "?labelSelector=a%20b",
                        "",
                        "",
                        400,
                        "BadRequest",
                        "unable to parse requirement"),
                arguments(
                        "GET",
                        REQUESTS + "?resourceVersion=999999",
                        "",
                        "",
                        504,
                        "Timeout",
                        "Too large resource version: 999999"));
    }

    @ParameterizedTest(name = "{0} {1} {3}: {5}")
    @MethodSource("failures")
    void failsInKubernetesWords(
            String method, String path, String contentType, String body, int code, String reason, String message)
            throws IOException {
        ApiCaller.Reply reply = cluster.admin()
                .sendBytes(
                        method,
                        path,
                        contentType.isEmpty() ? "application/json" : contentType,
                        body.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        assertThat(reply.at("/kind")).isEqualTo("Status");
        assertThat(reply.at("/status")).isEqualTo("Failure");
        assertThat(reply.at("/code")).isEqualTo(Integer.toString(code));
        assertThat(reply.at("/reason")).isEqualTo(reason);
        assertThat(reply.at("/message")).contains(message);
    }

    @Test
    void refusesAnAcceptThatItCannotServe() throws IOException {
        ApiCaller.Reply reply = cluster.admin().get(REQUESTS, "Accept", "application/vnd.kubernetes.protobuf");
        assertThat(reply.code()).isEqualTo(406);
        assertThat(reply.at("/reason")).isEqualTo("NotAcceptable");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws IOException {
        String text = "{\"metadata\":{\"name\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}}";
        ApiCaller.Reply reply = cluster.admin().post(REQUESTS, text);
        assertThat(reply.code()).isEqualTo(413);
        assertThat(reply.at("/reason")).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    void tellsWhoMayNotDoWhat() throws IOException {
        ApiCaller reader = cluster.as(AuthInfo.builder().token("static-token").build());
        ApiCaller.Reply list = reader.get(REQUESTS);
        assertThat(list.code()).isEqualTo(403);
        assertThat(list.at("/reason")).isEqualTo("Forbidden");
        assertThat(list.at("/message"))
                .isEqualTo("certificatesigningrequests.certificates.k8s.io is forbidden: User \"reader\" cannot list"
                        + " resource \"certificatesigningrequests\" in API group \"certificates.k8s.io\" at the cluster"
                        + " scope");
        assertThat(reader.get("/api/v1/namespaces/default/secrets/x").at("/message"))
                .isEqualTo(
                        "secrets \"x\" is forbidden: User \"reader\" cannot get resource \"secrets\" in API group \"\" in"
                                + " the namespace \"default\"");
        ApiCaller anonymous = cluster.as(AuthInfo.builder().build());
        assertThat(anonymous.get("/apis").at("/message"))
                .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/apis\"");
    }

    @Test
    void answersBadCredentialsWith401() throws IOException {
        CertificateAuthority stranger =
                CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, Instant.now());
        CertificateAndKey forged = stranger.issueClient("kubernetes-admin", List.of("system:masters"), Instant.now());
        CertificateAndKey expired = cluster.ca()
                .issuing("kubernetes-admin", Instant.now().minus(Duration.ofHours(2)))
                .organizations("system:masters")
                .usages(KeyUsage.CLIENT_AUTH)
                .validity(Duration.ofHours(1))
                .build();
        for (AuthInfo bad : new AuthInfo[] {
            AuthInfo.builder().token("nope").build(),
            AuthInfo.of(BootstrapToken.parse("aaaaaa.0123456789abcdef")),
            AuthInfo.of(forged),
            AuthInfo.of(expired)
        }) {
            ApiCaller.Reply reply = cluster.as(bad).get("/version");
            assertThat(reply.code()).as(bad.toString()).isEqualTo(401);
            assertThat(reply.at("/message")).isEqualTo("Unauthorized");
        }
    }

    @Test
    void letsAnybodySeeClusterInfoAndHealth() throws IOException {
        ApiCaller anonymous = cluster.as(AuthInfo.builder().build());
        assertThat(anonymous.get("/healthz").text()).isEqualTo("ok");
        ClusterInfo info = ClusterInfo.parse(anonymous
                .get("/api/v1/namespaces/kube-public/configmaps/cluster-info")
                .text());
        BootstrapToken token = BootstrapToken.parse(cluster.token().orElseThrow());
        assertThat(info.verify(token)).isEqualTo(ClusterInfo.Verification.VALID);
    }

    @Test
    void signsClusterInfoForTokensAsTheyComeAndGo() throws Exception {
        BootstrapToken token = BootstrapToken.generate();
        String secrets = "/api/v1/namespaces/kube-system/secrets";
        String info = "/api/v1/namespaces/kube-public/configmaps";
        long version = Long.parseLong(cluster.admin().get(info).at("/metadata/resourceVersion"));
        String secret = "/" + token.secretName();
        BootstrapTokenSecret.Builder builder = BootstrapTokenSecret.builder(token)
                .expiration(Instant.now().plusSeconds(3600))
                .usages(TokenUsage.SIGNING);
        assertThat(cluster.admin().post(secrets, builder.build().toJson()).code())
                .isEqualTo(201);

        // Signed when it comes, and unsigned when the cleaner has deleted it at its end.
        String signature = "jws-kubeconfig-" + token.id();
        try (BufferedReader events = cluster.admin().open(info + "?watch=1&resourceVersion=" + version)) {
            assertThat(events.readLine()).contains(signature);
            String ended = builder.expiration(Instant.now()).build().toJson();
            assertThat(cluster.admin().put(secrets + secret, ended).code()).isEqualTo(200);
            assertThat(events.lines().anyMatch(event -> !event.contains(signature)))
                    .isTrue();
        }
        assertThat(cluster.admin().get(secrets + secret).code()).isEqualTo(404);
    }

    @Test
    void issuesABootstrappersCertificateThatTheServerAccepts() throws Exception {
        var keys = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateSigningRequest csr =
                CertificateSigningRequest.kubeletClient(CertificateRequest.kubeletClient("worker-2", keys));
        ApiCaller.Reply created = cluster.bootstrapper().post(REQUESTS, csr.toJson());
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        String name = csr.metadata().name();

        CertificateSigningRequest issued = awaitIssued(name);

        assertThat(issued.requester().name()).startsWith("system:bootstrap:");
        assertThat(issued.condition("Approved").orElseThrow().message())
                .isEqualTo("Auto approving kubelet client certificate after SubjectAccessReview.");
        CertificateAndKey pair = CertificateAndKey.of(issued.certificates(), keys.getPrivate());
        ApiCaller node = cluster.as(AuthInfo.of(pair));
        assertThat(node.post(
                                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}")
                        .at("/status/userInfo/username"))
                .isEqualTo("system:node:worker-2");
        assertThat(node.post(REQUESTS, request("for-another").toJson()).at("/message"))
                .contains("can only create a node CSR with CN=system:node:worker-2");
    }

    private static CertificateSigningRequest awaitIssued(String name) throws Exception {
        try (BufferedReader events =
                cluster.admin().open(REQUESTS + "?watch=1&fieldSelector=metadata.name%3D" + name)) {
            String issued = events.lines()
                    .filter(event -> event.contains("\"certificate\""))
                    .findFirst()
                    .orElseThrow();
            return CertificateSigningRequest.parse(
                    ApiCaller.parse(issued).path("object").toString());
        }
    }

    @Test
    void watchesWhatIsSelected() throws Exception {
        String path = REQUESTS + "?watch=1&timeoutSeconds=2&allowWatchBookmarks=true&labelSelector=team%3Dwatched";
        String version = cluster.admin().get(REQUESTS).at("/metadata/resourceVersion");
        ApiCaller admin = cluster.admin();
        assertThat(admin.post(REQUESTS, request("watched").toJson()).code()).isEqualTo(201);
        String one = REQUESTS + "/watched";
        admin.send("PATCH", one, MERGE, "{\"metadata\":{\"labels\":{\"team\":\"watched\"}}}");
        admin.send("PATCH", one, MERGE, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");
        admin.send("PATCH", one, MERGE, "{\"metadata\":{\"labels\":{\"team\":\"other\"}}}");
        admin.delete(one);

        String events = admin.watch(path + "&resourceVersion=" + version).get(5, TimeUnit.MINUTES);

        assertThat(events.lines()
                        .map(event -> ApiCaller.parse(event).path("type").asText()))
                .containsExactly("ADDED", "MODIFIED", "DELETED", "BOOKMARK");
    }

    @Test
    void beginsAWatchBeforeThereIsAnEvent() throws Exception {
        ApiCaller admin = cluster.admin();
        String version = admin.get(REQUESTS).at("/metadata/resourceVersion");
        String path = REQUESTS + "?watch=1&fieldSelector=metadata.name%3Dlater&resourceVersion=" + version;
        try (BufferedReader events = admin.open(path)) {
            assertThat(admin.post(REQUESTS, request("later").toJson()).code()).isEqualTo(201);
            assertThat(ApiCaller.parse(events.readLine()).path("type").asText()).isEqualTo("ADDED");
        }
    }

    @Test
    void changesNothingInADryRun() throws IOException {
        ApiCaller admin = cluster.admin();
        assertThat(admin.post(REQUESTS + "?dryRun=All", request("dry").toJson()).code())
                .isEqualTo(201);
        assertThat(admin.get(REQUESTS + "/dry").code()).isEqualTo(404);
        assertThat(admin.delete(REQUESTS + "/there?dryRun=All").code()).isEqualTo(200);
        assertThat(admin.get(REQUESTS + "/there").code()).isEqualTo(200);
    }

    @Test
    void warnsOfUnknownFields() throws IOException {
        ApiCaller.Reply reply = cluster.admin()
                .send("PATCH", REQUESTS + "/there?fieldValidation=Warn", MERGE, "{\"spec\":{\"colour\":\"red\"}}");
        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.header("Warning")).isEqualTo("299 - \"unknown field \\\"spec.colour\\\"\"");
    }

    @Test
    void doesNotLetAUserGrantWhatItDoesNotHave() throws IOException {
        String roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
        String role =
                "{\"kind\":\"ClusterRole\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"metadata\":{\"name\":\"%s\"},"
                        + "\"rules\":[{\"apiGroups\":[\"%s\"],\"resources\":[\"%s\"],\"verbs\":[\"create\"]}]}";
        String binding =
                "{\"kind\":\"ClusterRoleBinding\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"metadata\":"
                        + "{\"name\":\"role-makers\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"eve\"}],\"roleRef\":{\"apiGroup\":"
                        + "\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\",\"name\":\"role-maker\"}}";
        String maker = String.format(role, "role-maker", "rbac.authorization.k8s.io", "clusterroles");
        assertThat(cluster.admin().post(roles, maker).code()).isEqualTo(201);
        assertThat(cluster.admin()
                        .post(roles.replace("roles", "rolebindings"), binding)
                        .code())
                .isEqualTo(201);

        ApiCaller.Reply reply = cluster.user("eve").post(roles, String.format(role, "more", "", "secrets"));

        assertThat(reply.code()).isEqualTo(403);
        assertThat(reply.at("/message"))
                .isEqualTo("clusterroles.rbac.authorization.k8s.io \"more\" is forbidden: user \"eve\""
                        + " (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently"
                        + " held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"create\"]}");
    }

    @Test
    void keepsItsSecretsForItsOwner() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cluster"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String permissions = Posix.mode(file);
                boolean open = file.toString().endsWith(".crt");
                assertThat(permissions).as(file.toString()).isEqualTo(open ? "rw-r--r--" : "rw-------");
            }
        }
        String token = cluster.token().orElseThrow();
        assertThat(cluster.process().output() + cluster.process().errors())
                .doesNotContain(token.substring(token.indexOf('.')));
    }

    @Test
    void listensOnLoopbackOnly() {
        Path other = folder.resolve("other");
        try (ExampleProcess process =
                ExampleProcess.start(LoopbackControlPlane.class, "--listen", "0.0.0.0:0", "--dir", other.toString())) {
            assertThat(process.await()).isEqualTo(2);
            assertThat(process.errors()).contains("0.0.0.0:0 is no loopback address", "--listen-anywhere");
        }
    }

    @Test
    void approvesAPendingRequestWhenItsRequesterGetsTheRight() throws Exception {
        String bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
        ApiCaller admin = cluster.admin();
        admin.post(bindings, binding("late-joiners-create", "system:node-bootstrapper"));
        CertificateSigningRequest late = clientRequest("late");
        assertThat(cluster.user("joiner", "late-joiners")
                        .post(REQUESTS, late.toJson())
                        .code())
                .isEqualTo(201);
        CertificateSigningRequest later = clientRequest("later");
        cluster.bootstrapper().post(REQUESTS, later.toJson());
        // Who was later is approved: so the other one has been looked at.
        awaitApproval(admin, later);
        assertThat(admin.get(REQUESTS + "/" + late.metadata().name())
                        .json()
                        .at("/status/conditions")
                        .isMissingNode())
                .isTrue();

        admin.post(
                bindings,
                binding("late-joiners-approve", "system:certificates.k8s.io:certificatesigningrequests:nodeclient"));

        awaitApproval(admin, late);
    }

    private static CertificateSigningRequest clientRequest(String node) {
        return CertificateSigningRequest.kubeletClient(
                CertificateRequest.kubeletClient(node, KeyAlgorithm.ECDSA_P256.generateKeyPair()));
    }

    private static String binding(String name, String role) {
        return ClusterRoleBinding.of(name, RoleRef.clusterRole(role), Subject.group("late-joiners"))
                .toJson();
    }

    private static void awaitApproval(ApiCaller admin, CertificateSigningRequest csr) throws Exception {
        String selector = "fieldSelector=metadata.name=" + csr.metadata().name();
        try (BufferedReader changes = admin.open(REQUESTS + "?watch=true&" + selector)) {
            assertThat(changes.lines().anyMatch(line -> line.contains("AutoApproved")))
                    .isTrue();
        }
    }
}
