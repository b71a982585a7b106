package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The documents from which clients learn which resources there are. */
final class Discovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    private Discovery() {}

    /** All groups but the core one. */
    static Set<String> groups() {
        Set<String> groups = new TreeSet<>();
        Arrays.stream(ApiResource.values()).forEach(resource -> groups.add(resource.group()));
        Arrays.stream(Review.values()).forEach(review -> groups.add(review.group()));
        groups.remove("");
        return groups;
    }

    /** {@code /api} */
    static ObjectNode versions() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add(ApiResource.VERSION);
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    /** {@code /apis} */
    static ObjectNode groupList() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        groups().forEach(group -> describe(groups.addObject(), group));
        return list;
    }

    /** {@code /apis/GROUP} */
    static ObjectNode group(String group) {
        ObjectNode node = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
        describe(node, group);
        return node;
    }

    private static void describe(ObjectNode node, String group) {
        node.put("name", group);
        ObjectNode version = Json.object()
                .put("groupVersion", group + "/" + ApiResource.VERSION)
                .put("version", ApiResource.VERSION);
        node.putArray("versions").add(version);
        node.set("preferredVersion", version);
    }

    /** {@code /api/v1} and {@code /apis/GROUP/v1} */
    static ObjectNode resources(String group) {
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? ApiResource.VERSION : group + "/" + ApiResource.VERSION);
        ArrayNode resources = list.putArray("resources");
        for (ApiResource resource : ApiResource.values()) {
            if (resource.group().equals(group)) {
                describeAll(resources, resource);
            }
        }
        for (Review review : Review.values()) {
            if (review.group().equals(group)) {
                verbs(describe(resources, review), List.of("create"));
            }
        }
        return list;
    }

    private static void describeAll(ArrayNode resources, ApiResource resource) {
        ObjectNode own = describe(resources, resource);
        verbs(own, VERBS);
        if (!resource.shortNames().isEmpty()) {
            ArrayNode shortNames = own.putArray("shortNames");
            resource.shortNames().forEach(shortNames::add);
        }
        for (String subresource : resource.subresources()) {
            ObjectNode node = describe(resources, resource);
            verbs(node.put("name", resource.plural() + "/" + subresource).put("singularName", ""), SUBRESOURCE_VERBS);
        }
    }

    private static ObjectNode describe(ArrayNode resources, ApiType type) {
        return resources
                .addObject()
                .put("name", type.plural())
                .put("singularName", type.singular())
                .put("namespaced", type.isNamespaced())
                .put("kind", type.kind());
    }

    private static void verbs(ObjectNode resource, List<String> verbs) {
        ArrayNode array = resource.putArray("verbs");
        verbs.forEach(array::add);
    }
}
