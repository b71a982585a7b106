package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.access.Attributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a request wants, as Kubernetes reads it from method, path and query.
 *
 * @param verb       the verb of the API, or the method in lower case when the path is no resource
 * @param path       the path, decoded
 * @param target     the object or collection; empty when the path is no resource
 * @param attributes what is authorized
 */
record RequestInfo(String verb, String path, Optional<Target> target, Attributes attributes) {

    private static final int NAMESPACED = 2;
    private static final Set<String> WITH_SELECTORS = Set.of("list", "watch", "deletecollection");

    static RequestInfo of(String method, String rawPath, Query query) {
        List<String> segments = Query.segments(rawPath);
        String path = "/" + String.join("/", segments);
        Optional<Target> target = target(segments);
        if (target.isEmpty()) {
            String verb = method.toLowerCase(Locale.ROOT);
            return new RequestInfo(verb, path, target, Attributes.path(verb, path));
        }
        Target found = target.get();
        String verb = verb(method, found, query);
        Attributes.Resource attributes = Attributes.resource(verb, found.group(), found.resource())
                .withSubresource(found.subresource())
                .withName(found.name())
                .withNamespace(found.namespace());
        if (WITH_SELECTORS.contains(verb)) {
            // A list of one object by its name counts as a request for this object.
            attributes = attributes
                    .withFieldSelector(query.text("fieldSelector"))
                    .withLabelSelector(query.text("labelSelector"));
        }
        return new RequestInfo(verb, path, Optional.of(found.withName(attributes.name())), attributes);
    }

    private static String verb(String method, Target target, Query query) {
        boolean collection = target.name().isEmpty();
        return switch (method) {
            case "POST" -> "create";
            case "GET", "HEAD" -> collection ? (query.flag("watch") ? "watch" : "list") : "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> "";
        };
    }

    private static Optional<Target> target(List<String> segments) {
        if (segments.size() > 2 && segments.get(0).equals("api")) {
            return Optional.of(target("", segments.get(1), segments.subList(2, segments.size())));
        }
        if (segments.size() > 3 && segments.get(0).equals("apis")) {
            return Optional.of(target(segments.get(1), segments.get(2), segments.subList(3, segments.size())));
        }
        return Optional.empty();
    }

    private static Target target(String group, String version, List<String> parts) {
        String namespace = "";
        List<String> rest = parts;
        if (parts.get(0).equals("namespaces") && parts.size() > 1) {
            namespace = parts.get(1);
            boolean inside = parts.size() > 2
                    && !parts.get(2).equals("status")
                    && !parts.get(2).equals("finalize");
            rest = inside ? parts.subList(NAMESPACED, parts.size()) : parts;
        }
        return new Target(group, version, namespace, rest.get(0), part(rest, 1), part(rest, 2));
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
