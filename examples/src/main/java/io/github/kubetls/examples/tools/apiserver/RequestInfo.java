package io.github.kubetls.examples.tools.apiserver;

import io.github.kubetls.access.Attributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request wants, as Kubernetes reads it from method, path and query.
 *
 * @param verb   the verb of the API, or the method in lower case when the path is no resource
 * @param path   the path, decoded
 * @param target the object or collection; empty when the path is no resource
 */
record RequestInfo(String verb, String path, Optional<Target> target) {

    private static final int NAMESPACED = 2;

    static RequestInfo of(String method, String rawPath, Query query) {
        List<String> segments = Query.segments(rawPath);
        String path = "/" + String.join("/", segments);
        Optional<Target> target = target(segments);
        if (target.isEmpty()) {
            return new RequestInfo(method.toLowerCase(Locale.ROOT), path, target);
        }
        Target found = target.get();
        String verb = verb(method, found, query);
        // A list of one object by its name counts as a request for this object.
        if (found.name().isEmpty() && (verb.equals("list") || verb.equals("watch"))) {
            found = found.withName(FieldQuery.name(query.text("fieldSelector")));
        }
        return new RequestInfo(verb, path, Optional.of(found));
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

    Attributes attributes() {
        if (target.isEmpty()) {
            return Attributes.path(verb, path);
        }
        Target at = target.get();
        return Attributes.resource(verb, at.group(), at.resource())
                .withSubresource(at.subresource())
                .withName(at.name())
                .withNamespace(at.namespace());
    }
}
