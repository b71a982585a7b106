package io.github.kubetls.kubelet;

import io.github.kubetls.access.Attributes;

/**
 * An HTTP request to a kubelet, and what a client must be allowed to do for it.
 *
 * <p>With {@code authorization.mode: Webhook} a kubelet asks the API server whether the client may do this to its Node.
 *
 * <pre>{@code
 * Attributes question = new KubeletRequest("GET", "/stats/summary").attributes("worker-1");   // get nodes/stats "worker-1"
 * }</pre>
 *
 * @param method the HTTP method, in capitals
 * @param path   the path, starting with a slash, without query
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/">Kubelet
 *     authentication/authorization</a>
 */
public record KubeletRequest(String method, String path) {

    /**
     * Returns the question that the kubelet asks.
     *
     * @param nodeName the name of its node
     * @return the verb of the method on the Node: on {@code stats}, {@code metrics}, {@code log} or {@code spec} for the
     *     paths below {@code /stats}, {@code /metrics}, {@code /logs} and {@code /spec}, on {@code proxy} for all others. The
     *     verb is empty for a method that the API has no verb for
     */
    public Attributes.Resource attributes(String nodeName) {
        return Attributes.resource(verb(), "", "nodes")
                .withSubresource(subresource())
                .withName(nodeName);
    }

    private String verb() {
        return switch (method) {
            case "POST" -> "create";
            case "GET" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
    }

    private String subresource() {
        int end = path.indexOf('/', 1);
        return switch (end < 0 ? path : path.substring(0, end)) {
            case "/stats" -> "stats";
            case "/metrics" -> "metrics";
            case "/logs" -> "log";
            case "/spec" -> "spec";
            default -> "proxy";
        };
    }
}
