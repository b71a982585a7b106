package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.ObjectMeta;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/** The API for a controller: the same requests as over the network, with the rights of the controller's service account. */
final class ComponentClient {

    private static final String NAMESPACE = ObjectMeta.KUBE_SYSTEM;
    /** Somebody was faster: the object's next state comes along anyway. */
    private static final Set<Integer> LATE = Set.of(404, 409);

    private final Api api;
    private final UserInfo user;
    private final PrintWriter problems;

    ComponentClient(Api api, String serviceAccount, PrintWriter problems) {
        this.api = api;
        this.problems = problems;
        this.user = UserInfo.serviceAccount(NAMESPACE, serviceAccount).authenticated();
    }

    /** Replaces an object, or a part of it through a subresource. */
    void put(ObjectKey key, String subresource, ObjectNode object) {
        send("PUT", path(key) + (subresource.isEmpty() ? "" : "/" + subresource), object);
    }

    /** Deletes an object, if it still has this uid. */
    void delete(ObjectKey key, String uid) {
        ObjectNode options = Json.object().put("kind", "DeleteOptions").put("apiVersion", "v1");
        options.putObject("preconditions").put("uid", uid);
        send("DELETE", path(key), options);
    }

    private static String path(ObjectKey key) {
        String name = URLEncoder.encode(key.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return key.resource().path(key.namespace()) + "/" + name;
    }

    private void send(String method, String path, ObjectNode body) {
        ApiRequest.Client client = new ApiRequest.Client("127.0.0.1", "loopback-control-plane/" + user.name());
        Answer answer = api.answer(
                user,
                new ApiRequest(
                        method, path, "application/json", "application/json", body.toString(), client, Instant.now()));
        int code = answer.statusCode();
        if (code >= 400 && !LATE.contains(code) && answer instanceof Answer.Document document) {
            problems.println(user.name() + ": " + method + " " + path + ": "
                    + document.body().path("message").asText());
        }
    }
}
