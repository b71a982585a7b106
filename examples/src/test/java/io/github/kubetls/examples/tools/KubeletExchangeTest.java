package io.github.kubetls.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.token.BootstrapToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real kubelet, kube-controller-manager and kubectl sent to a real API server, sent to {@link LoopbackControlPlane}: the
 * answers are equivalent, apart from times, uids, versions and what only one of the releases has.
 */
class KubeletExchangeTest {

    /** The token of the recording, whose secret is not known: it is never in an audit log. */
    private static final String TOKEN = "vdb9xb.0123456789abcdef";

    private static final Set<String> DIFFERENT = Set.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "lastUpdateTime",
            "lastTransitionTime",
            // Kept by the API server for server-side apply.
            "managedFields",
            "description");

    private static final List<String> AUDITED = List.of(
            "kind",
            "apiVersion",
            "level",
            "stage",
            "requestURI",
            "verb",
            "user",
            "sourceIPs",
            "objectRef",
            "responseStatus",
            "requestObject",
            "annotations");

    @TempDir
    private Path folder;

    private LoopbackCluster cluster;
    /** Uids and versions of the recording, and which they are here. */
    private final Map<String, String> translated = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        cluster = LoopbackCluster.start(
                folder.resolve("cluster"),
                "--ca",
                "ecdsa",
                "--token",
                TOKEN,
                "--no-approve",
                "--no-sign",
                "--audit-log",
                folder.resolve("audit.log").toString());
        letControllerManagerList();
    }

    /** The controller manager's own role is part of the default policy that this server does not have. */
    private void letControllerManagerList() throws IOException {
        String rbac = "/apis/rbac.authorization.k8s.io/v1/";
        String meta = "\"apiVersion\":\"rbac.authorization.k8s.io/v1\","
                + "\"metadata\":{\"name\":\"system:kube-controller-manager\"},";
        assertThat(cluster.admin()
                        .post(
                                rbac + "clusterroles",
                                "{\"kind\":\"ClusterRole\"," + meta + "\"rules\":[{\"apiGroups\":[\"*\"],"
                                        + "\"resources\":[\"*\"],\"verbs\":[\"list\",\"watch\"]}]}")
                        .code())
                .isEqualTo(201);
        assertThat(cluster.admin()
                        .post(
                                rbac + "clusterrolebindings",
                                "{\"kind\":\"ClusterRoleBinding\"," + meta
                                        + "\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\","
                                        + "\"kind\":\"ClusterRole\",\"name\":\"system:kube-controller-manager\"},"
                                        + "\"subjects\":[{\"kind\":\"User\",\"name\":\"system:kube-controller-manager\"}]}")
                        .code())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static List<JsonNode> recording() {
        return Recorded.text("csr/kubelet-exchange.jsonl")
                .lines()
                .map(ApiCaller::parse)
                .filter(event -> event.path("stage").asText().equals("ResponseComplete"))
                .sorted(Comparator.comparing(
                        event -> event.path("requestReceivedTimestamp").asText()))
                .toList();
    }

    @Test
    void answersAsTheRecordedApiServer() throws Exception {
        BufferedReader watch = null;
        for (JsonNode event : recording()) {
            if (event.path("verb").asText().equals("watch")) {
                watch = caller(event).open(translate(event.path("requestURI").asText()));
            } else {
                replay(event);
            }
        }
        assertThat(watch).isNotNull();
        List<JsonNode> events = watch.lines()
                .map(ApiCaller::parse)
                .filter(event -> !event.path("type").asText().equals("BOOKMARK"))
                .limit(2)
                .toList();
        watch.close();
        assertThat(events).extracting(event -> event.path("type").asText()).containsExactly("MODIFIED", "MODIFIED");
        assertThat(events.get(0).at("/object/status/conditions/0/type").asText())
                .isEqualTo("Approved");
        assertThat(events.get(0).at("/object/status/certificate").isMissingNode())
                .isTrue();
        assertThat(events.get(1).at("/object/status/certificate").asText()).isNotEmpty();
        auditsAsTheRecordedApiServer();
    }

    private void auditsAsTheRecordedApiServer() throws IOException {
        JsonNode recorded = recording().get(0);
        JsonNode event = ApiCaller.parse(Files.readString(folder.resolve("audit.log"))
                .lines()
                .findFirst()
                .orElseThrow());
        for (String field : AUDITED) {
            assertThat(event.path(field)).as(field).isEqualTo(recorded.path(field));
        }
        assertThat(comparable(event.path("responseObject"), false))
                .isEqualTo(comparable(recorded.path("responseObject"), false));
    }

    private void replay(JsonNode event) throws IOException {
        String verb = event.path("verb").asText();
        String path = translate(event.path("requestURI").asText());
        String body = translate(event.path("requestObject").toString());
        JsonNode expected = event.path("responseObject");
        boolean table = expected.path("kind").asText().equals("Table");
        ApiCaller caller = caller(event);
        ApiCaller.Reply reply = switch (verb) {
            case "create" -> caller.post(path, body);
            case "update" -> caller.put(path, body);
            default ->
                caller.get(
                        path,
                        "Accept",
                        table ? "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" : "application/json");
        };
        assertThat(reply.code())
                .as("%s %s: %s", verb, path, reply.text())
                .isEqualTo(event.at("/responseStatus/code").asInt());
        learn(expected, reply.json());
        assertThat(comparable(reply.json(), table)).isEqualTo(comparable(expected, table));
    }

    /** Remembers which uid and version an object has here. */
    private void learn(JsonNode recorded, JsonNode here) {
        for (String pointer : List.of("/metadata/uid", "/metadata/resourceVersion")) {
            if (!recorded.at(pointer).isMissingNode()) {
                translated.put(recorded.at(pointer).asText(), here.at(pointer).asText());
            }
        }
    }

    private String translate(String text) {
        String result = text;
        for (Map.Entry<String, String> pair : translated.entrySet()) {
            String recorded = pair.getKey();
            result = result.replace('"' + recorded + '"', '"' + pair.getValue() + '"')
                    .replace("resourceVersion=" + recorded + "&", "resourceVersion=" + pair.getValue() + "&");
        }
        return result;
    }

    private ApiCaller caller(JsonNode event) throws IOException {
        String name = event.at("/user/username").asText();
        if (name.startsWith("system:bootstrap:")) {
            return cluster.as(AuthInfo.of(BootstrapToken.parse(TOKEN)));
        }
        List<String> groups = new ArrayList<>();
        event.at("/user/groups").forEach(group -> groups.add(group.asText()));
        groups.remove("system:authenticated");
        return cluster.user(name, groups.toArray(String[]::new));
    }

    private static JsonNode comparable(JsonNode node, boolean table) {
        JsonNode copy = node.deepCopy();
        strip(copy);
        if (table) {
            stripColumns((ObjectNode) copy);
        }
        return copy;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(DIFFERENT);
        }
        node.forEach(KubeletExchangeTest::strip);
    }

    /** The age differs, and the column for the requested duration came later. */
    private static void stripColumns(ObjectNode table) {
        ArrayNode columns = (ArrayNode) table.path("columnDefinitions");
        for (int i = columns.size() - 1; i >= 0; i--) {
            String name = columns.get(i).path("name").asText();
            if (name.equals("Age") || name.equals("RequestedDuration")) {
                columns.remove(i);
                for (JsonNode row : table.path("rows")) {
                    ((ArrayNode) row.path("cells")).remove(i);
                }
            }
        }
    }
}
