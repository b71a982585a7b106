package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/**
 * Which objects a list or a watch is about.
 *
 * @param resource  the resource
 * @param namespace the namespace; empty for all
 * @param filter    what the selectors say
 */
record Selection(ApiResource resource, String namespace, Predicate<JsonNode> filter) {

    static Selection of(ApiResource resource, String namespace, Query query) {
        Predicate<JsonNode> fields = FieldQuery.parse(query.text("fieldSelector"), resource);
        Predicate<JsonNode> labels = LabelQuery.parse(query.text("labelSelector"));
        return new Selection(
                resource,
                namespace,
                fields.and(object -> labels.test(object.path("metadata").path("labels"))));
    }

    boolean concerns(ObjectKey key) {
        return key.resource() == resource
                && (namespace.isEmpty() || key.namespace().equals(namespace));
    }

    boolean matches(ObjectNode object) {
        return filter.test(object);
    }
}
