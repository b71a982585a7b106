package io.github.kubetls.access;

import io.github.kubetls.internal.visible.Visible;

/**
 * What a request wants to do: the question that an {@link Authorizer} answers for a {@link UserInfo}.
 *
 * <p>Comparisons are exact and case-sensitive; an empty string means "none" in every component, and the core API group
 * is the empty string.
 *
 * <pre>{@code
 * Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests").withSubresource("nodeclient");
 * Attributes.path("get", "/healthz");
 * Attributes.ofKubelet("worker-1", "GET", "/stats/summary");   // get nodes/stats "worker-1"
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/">Authorization</a>
 */
public sealed interface Attributes {

    /**
     * {@return the verb: {@code create}, {@code get}, {@code approve} …, or an HTTP method in lower case for a path}
     */
    String verb();

    /**
     * {@return a request on a resource, without subresource, name or namespace}
     *
     * @param verb     the verb
     * @param apiGroup the API group; empty for the core group
     * @param resource the resource, in plural
     */
    static Resource resource(String verb, String apiGroup, String resource) {
        return new Resource(verb, apiGroup, resource, "", "", "");
    }

    /**
     * {@return a request on a URL that is not a resource}
     *
     * @param verb the HTTP method in lower case
     * @param path the path, starting with a slash
     */
    static NonResource path(String verb, String path) {
        return new NonResource(verb, path);
    }

    /**
     * {@return what a kubelet with {@code authorization.mode: Webhook} asks the API server about an HTTP request: the
     * verb of its method, empty for a method that the API has no verb for, on a subresource of the Node} The
     * subresource is {@code stats}, {@code metrics}, {@code log} or {@code spec} for the paths below {@code /stats},
     * {@code /metrics}, {@code /logs} and {@code /spec}, and {@code proxy} for all others.
     *
     * @param nodeName the name of the kubelet's node
     * @param method   the HTTP method, in capitals
     * @param path     the path, starting with a slash, without query
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/">Kubelet
     *     authentication/authorization</a>
     */
    static Resource ofKubelet(String nodeName, String method, String path) {
        String verb = switch (method) {
            case "POST" -> "create";
            case "GET" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
        int end = path.indexOf('/', 1);
        String subresource = switch (end < 0 ? path : path.substring(0, end)) {
            case "/stats" -> "stats";
            case "/metrics" -> "metrics";
            case "/logs" -> "log";
            case "/spec" -> "spec";
            default -> "proxy";
        };
        return resource(verb, "", "nodes").withSubresource(subresource).withName(nodeName);
    }

    /**
     * A request on a resource.
     *
     * @param verb        the verb
     * @param apiGroup    the API group; empty for the core group
     * @param resource    the resource, in plural
     * @param subresource the subresource; empty for none
     * @param name        the object's name; empty for none
     * @param namespace   the namespace; empty for a cluster-scoped request
     */
    record Resource(String verb, String apiGroup, String resource, String subresource, String name, String namespace)
            implements Attributes {

        /**
         * {@return the same request on a subresource}
         *
         * @param subresource the subresource; empty for none
         */
        public Resource withSubresource(String subresource) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace);
        }

        /**
         * {@return the same request on one object}
         *
         * @param name the object's name; empty for none
         */
        public Resource withName(String name) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace);
        }

        /**
         * {@return the same request in a namespace}
         *
         * @param namespace the namespace; empty for a cluster-scoped request
         */
        public Resource withNamespace(String namespace) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace);
        }

        /** In words, such as {@code create certificatesigningrequests.certificates.k8s.io/nodeclient}. */
        @Override
        public String toString() {
            return Visible.text(verb
                    + " "
                    + resource
                    + (apiGroup.isEmpty() ? "" : "." + apiGroup)
                    + (subresource.isEmpty() ? "" : "/" + subresource)
                    + (name.isEmpty() ? "" : " \"" + name + "\"")
                    + (namespace.isEmpty() ? "" : " in namespace " + namespace));
        }
    }

    /**
     * A request on a URL that is not a resource.
     *
     * @param verb the HTTP method in lower case
     * @param path the path, starting with a slash
     */
    record NonResource(String verb, String path) implements Attributes {

        /** In words, such as {@code get /healthz}. */
        @Override
        public String toString() {
            return Visible.text(verb + " " + path);
        }
    }
}
