package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The metadata of an object, in place. */
final class Metadata {

    private static final List<String> SERVER_FIELDS = List.of("uid", "creationTimestamp", "generation");

    private final ObjectNode node;

    private Metadata(ObjectNode node) {
        this.node = node;
    }

    static Metadata of(ObjectNode object) {
        return new Metadata(Json.child(object, "metadata"));
    }

    String name() {
        return Json.text(node, "name");
    }

    String generateName() {
        return Json.text(node, "generateName");
    }

    String namespace() {
        return Json.text(node, "namespace");
    }

    String uid() {
        return Json.text(node, "uid");
    }

    String version() {
        return Json.text(node, "resourceVersion");
    }

    JsonNode labels() {
        return node.path("labels");
    }

    void name(String name) {
        node.put("name", name);
    }

    void namespace(String namespace) {
        if (namespace.isEmpty()) {
            node.remove("namespace");
        } else {
            node.put("namespace", namespace);
        }
    }

    void version(long version) {
        node.put("resourceVersion", Long.toString(version));
    }

    void noVersion() {
        node.remove("resourceVersion");
    }

    /** Fills in what the server says about a new object. */
    void created(String uid, Instant time) {
        node.put("uid", uid);
        node.put("creationTimestamp", time.truncatedTo(ChronoUnit.SECONDS).toString());
        node.remove(List.of("resourceVersion", "generation", "deletionTimestamp"));
        withoutUntracked();
    }

    /** Takes what cannot change from the object as it is stored. */
    void continues(ObjectNode stored) {
        for (String field : SERVER_FIELDS) {
            JsonNode value = stored.path("metadata").get(field);
            if (value == null) {
                node.remove(field);
            } else {
                node.set(field, value);
            }
        }
        node.remove("deletionTimestamp");
        withoutUntracked();
    }

    private void withoutUntracked() {
        node.remove(List.of("selfLink", "managedFields", "deletionGracePeriodSeconds"));
    }
}
