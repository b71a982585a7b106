package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * OpenAPI documents, as far as kubectl reads them before it writes: that a kind's PATCH operation knows the parameter
 * {@code fieldValidation} tells it that the server checks fields itself.
 */
final class OpenApi {

    private OpenApi() {}

    /** {@code /openapi/v3} */
    static ObjectNode root() {
        ObjectNode root = Json.object();
        ObjectNode paths = root.putObject("paths");
        link(paths, "api/v1");
        Discovery.groups().forEach(group -> link(paths, "apis/" + group + "/" + ApiResource.VERSION));
        return root;
    }

    private static void link(ObjectNode paths, String path) {
        paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
    }

    /** {@code /openapi/v3/api/v1} and {@code /openapi/v3/apis/GROUP/v1} */
    static ObjectNode document(String group) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", ServerVersion.TEXT);
        ObjectNode paths = document.putObject("paths");
        for (ApiResource resource : ApiResource.values()) {
            if (resource.group().equals(group)) {
                String path = resource.path(resource.isNamespaced() ? "{namespace}" : "") + "/{name}";
                describe(paths.putObject(path).putObject("patch"), resource);
            }
        }
        document.putObject("components").putObject("schemas");
        return document;
    }

    private static void describe(ObjectNode patch, ApiResource resource) {
        ObjectNode parameter = patch.putArray("parameters").addObject();
        parameter.put("name", "fieldValidation").put("in", "query");
        parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
        patch.putObject("responses").putObject("200").put("description", "OK");
        patch.put("x-kubernetes-action", "patch");
        patch.putObject("x-kubernetes-group-version-kind")
                .put("group", resource.group())
                .put("version", ApiResource.VERSION)
                .put("kind", resource.kind());
    }
}
