package io.github.kubetls.access;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.release.Feature;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request wants to do: the question that an {@link Authorizer} answers for a {@link UserInfo}.
 *
 * <p>Comparisons are exact and case-sensitive; an empty string means "none" in every component, and the core API group
 * is the empty string.
 *
 * <pre>{@code
 * Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests").withSubresource("nodeclient");
 * Attributes.resource("list", "", "pods").withFieldSelector("spec.nodeName=worker-1");
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
     * {@return what a kubelet of the latest release asks the API server about an HTTP request}
     *
     * @param nodeName the name of the kubelet's node
     * @param method   the HTTP method, in capitals
     * @param path     the path, starting with a slash, without query
     * @see #ofKubelet(String, String, String, KubernetesRelease)
     */
    static List<Resource> ofKubelet(String nodeName, String method, String path) {
        return ofKubelet(nodeName, method, path, KubernetesRelease.latest());
    }

    /**
     * {@return what a kubelet with {@code authorization.mode: Webhook} asks the API server about an HTTP request, in this
     * order: whoever may do the first or one of the others may make the request} Each is the verb of the method, empty
     * for a method that the API has no verb for, on a subresource of the Node.
     *
     * <p>The subresource is {@code stats}, {@code metrics} or {@code log} for the paths below {@code /stats},
     * {@code /metrics} and {@code /logs}, and {@code proxy} for all others. Before 1.33 {@code /spec} has its own; from
     * 1.33 on {@code /checkpoint} has, and {@code /pods} and {@code /runningpods} are about {@code pods},
     * {@code /healthz} about {@code healthz} and {@code /configz} about {@code configz}, then about {@code proxy}.
     *
     * @param nodeName the name of the kubelet's node
     * @param method   the HTTP method, in capitals
     * @param path     the path, starting with a slash, without query
     * @param release  the release of the kubelet
     * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/">Kubelet
     *     authentication/authorization</a>
     */
    static List<Resource> ofKubelet(String nodeName, String method, String path, KubernetesRelease release) {
        String verb = switch (method) {
            case "POST" -> "create";
            case "GET" -> "get";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
        boolean fine = Feature.KUBELET_FINE_GRAINED.in(release);
        int end = path.indexOf('/', 1);
        List<String> subresources = switch (end < 0 ? path : path.substring(0, end)) {
            case "/stats" -> List.of("stats");
            case "/metrics" -> List.of("metrics");
            case "/logs" -> List.of("log");
            case "/spec" -> List.of(fine ? "proxy" : "spec");
            case "/checkpoint" -> List.of(fine ? "checkpoint" : "proxy");
            case "/pods", "/runningpods" -> fine ? List.of("pods", "proxy") : List.of("proxy");
            case "/healthz" -> fine ? List.of("healthz", "proxy") : List.of("proxy");
            case "/configz" -> fine ? List.of("configz", "proxy") : List.of("proxy");
            default -> List.of("proxy");
        };
        Resource node = resource(verb, "", "nodes").withName(nodeName);
        return subresources.stream().map(node::withSubresource).toList();
    }

    /**
     * A request on a resource.
     *
     * @param verb          the verb
     * @param apiGroup      the API group; empty for the core group
     * @param resource      the resource, in plural
     * @param subresource   the subresource; empty for none
     * @param name          the object's name; empty for none
     * @param namespace     the namespace; empty for a cluster-scoped request
     * @param fieldSelector which objects of a collection, by their fields; empty for all
     * @param labelSelector which objects of a collection, by their labels; empty for all
     */
    record Resource(
            String verb,
            String apiGroup,
            String resource,
            String subresource,
            String name,
            String namespace,
            String fieldSelector,
            String labelSelector)
            implements Attributes {

        /**
         * Makes a request without selectors.
         *
         * @param verb        the verb
         * @param apiGroup    the API group; empty for the core group
         * @param resource    the resource, in plural
         * @param subresource the subresource; empty for none
         * @param name        the object's name; empty for none
         * @param namespace   the namespace; empty for a cluster-scoped request
         */
        public Resource(
                String verb, String apiGroup, String resource, String subresource, String name, String namespace) {
            this(verb, apiGroup, resource, subresource, name, namespace, "", "");
        }

        /**
         * {@return the same request on a subresource}
         *
         * @param subresource the subresource; empty for none
         */
        public Resource withSubresource(String subresource) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace, fieldSelector, labelSelector);
        }

        /**
         * {@return the same request on one object}
         *
         * @param name the object's name; empty for none
         */
        public Resource withName(String name) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace, fieldSelector, labelSelector);
        }

        /**
         * {@return the same request in a namespace}
         *
         * @param namespace the namespace; empty for a cluster-scoped request
         */
        public Resource withNamespace(String namespace) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace, fieldSelector, labelSelector);
        }

        /**
         * {@return the same request on those objects of a collection that have certain fields} As in the API server, a
         * {@code list} or {@code watch} without a name gets one from a selector {@code metadata.name=…}. The rest is for
         * authorizers that look at selectors; RBAC does not. In a SubjectAccessReview the name stands for itself: call
         * {@link #withName} after this.
         *
         * @param fieldSelector the query parameter of that name, such as {@code spec.nodeName=worker-1}; any text, empty
         *                      for none
         */
        public Resource withFieldSelector(String fieldSelector) {
            boolean collection = name.isEmpty() && (verb.equals("list") || verb.equals("watch"));
            String selected = collection
                    ? FieldSelector.requiredValues(fieldSelector, "metadata.name").stream()
                            .findFirst()
                            .filter(FieldSelector::isPathSegment)
                            .orElse("")
                    : name;
            return new Resource(
                    verb, apiGroup, resource, subresource, selected, namespace, fieldSelector, labelSelector);
        }

        /**
         * {@return the same request on those objects of a collection that have certain labels}
         *
         * @param labelSelector the query parameter of that name, such as {@code tier in (web, db)}; any text, empty for
         *                      none
         */
        public Resource withLabelSelector(String labelSelector) {
            return new Resource(verb, apiGroup, resource, subresource, name, namespace, fieldSelector, labelSelector);
        }

        /**
         * {@return the values that a field must equal by the {@link #fieldSelector()}, in the order in which Kubernetes
         * takes them; none when the text is no field selector, as the API server passes it on}
         *
         * @param field the field, such as {@code spec.nodeName}
         */
        public List<String> requiredValues(String field) {
            return FieldSelector.requiredValues(fieldSelector, field);
        }

        /** In words, such as {@code create certificatesigningrequests.certificates.k8s.io/nodeclient}. */
        @Override
        public String toString() {
            List<String> selectors = new ArrayList<>();
            if (!fieldSelector.isEmpty()) {
                selectors.add("fields " + fieldSelector);
            }
            if (!labelSelector.isEmpty()) {
                selectors.add("labels " + labelSelector);
            }
            return Visible.text(verb
                    + " "
                    + resource
                    + (apiGroup.isEmpty() ? "" : "." + apiGroup)
                    + (subresource.isEmpty() ? "" : "/" + subresource)
                    + (name.isEmpty() ? "" : " \"" + name + "\"")
                    + (namespace.isEmpty() ? "" : " in namespace " + namespace)
                    + (selectors.isEmpty() ? "" : " with " + String.join(" and ", selectors)));
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
