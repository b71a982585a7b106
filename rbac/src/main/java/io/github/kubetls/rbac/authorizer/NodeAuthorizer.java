package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.Authorizer;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.PolicyRule;
import java.util.List;
import java.util.Set;

/**
 * Authorizes nodes, as far as that can be said without a cluster's objects: a user {@code system:node:<name>} in
 * {@code system:nodes} may do what the rules of {@code system:node} allow.
 *
 * <p>Creating and watching its own CertificateSigningRequest comes from here. Leases and CSINodes are allowed as far
 * as they carry the node's own name. From 1.32 on the same holds for reading Nodes, and pods are listed and watched with
 * a field selector {@code spec.nodeName=<name>} only; before, a node reads all nodes and pods. Secrets, ConfigMaps,
 * volumes, single pods and service account tokens are a node's only when one of its pods uses them, which cannot be known
 * here: for them there is no opinion, with the reason that the API server gives when it finds no such pod. A cluster asks
 * this authorizer before RBAC.
 *
 * <pre>{@code
 * Authorizer authorizer = Authorizer.inOrder(NodeAuthorizer.of(), rbac);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/node/">Using Node Authorization</a>
 */
public final class NodeAuthorizer implements Authorizer {

    private static final Set<String> OWN_OBJECT_VERBS = Set.of("get", "create", "update", "patch", "delete");
    private static final Set<String> READ_VERBS = Set.of("get", "list", "watch");

    private final KubernetesRelease release;
    private final List<PolicyRule> rules;

    private NodeAuthorizer(KubernetesRelease release) {
        this.release = release;
        this.rules = BootstrapPolicy.nodeRules(release);
    }

    /** {@return the authorizer of the latest release} */
    public static NodeAuthorizer of() {
        return of(KubernetesRelease.latest());
    }

    /**
     * {@return the authorizer of a release, with its rules of {@link BootstrapPolicy#NODE}}
     *
     * @param release the release of the API server
     */
    public static NodeAuthorizer of(KubernetesRelease release) {
        return new NodeAuthorizer(release);
    }

    /**
     * {@return the decision on one request: allowed, without reason, or no opinion}
     *
     * @param user       who asks
     * @param attributes what for
     */
    @Override
    public AccessDecision authorize(UserInfo user, Attributes attributes) {
        if (!user.name().startsWith(UserInfo.NODE_NAME_PREFIX) || !user.isMemberOf(UserInfo.NODES_GROUP)) {
            return AccessDecision.noOpinion("");
        }
        String node = user.name().substring(UserInfo.NODE_NAME_PREFIX.length());
        if (node.isEmpty()) {
            return AccessDecision.noOpinion("unknown node for user " + GoText.quote(user.name()));
        }
        return attributes instanceof Attributes.Resource request ? resource(node, request) : byRules(attributes);
    }

    private AccessDecision byRules(Attributes attributes) {
        return allowedIf(rules.stream().anyMatch(rule -> rule.allows(attributes)));
    }

    private AccessDecision resource(String node, Attributes.Resource request) {
        String resource = request.resource() + "." + request.apiGroup();
        return switch (resource) {
            case "secrets.", "configmaps." -> readObject(node, request);
            case "persistentvolumeclaims." ->
                request.subresource().equals("status") ? updateStatus(node, request) : getObject(node, request);
            case "persistentvolumes.", "volumeattachments.storage.k8s.io" -> getObject(node, request);
            case "serviceaccounts." -> serviceAccount(node, request);
            case "leases.coordination.k8s.io" -> lease(node, request);
            case "csinodes.storage.k8s.io" -> csiNode(node, request);
            case "nodes." -> since(Feature.AUTHORIZE_WITH_SELECTORS) ? node(node, request) : byRules(request);
            case "pods." -> since(Feature.AUTHORIZE_WITH_SELECTORS) ? pod(node, request) : byRules(request);
            case "resourceclaims.resource.k8s.io" ->
                since(Feature.NODE_RESOURCES_AUTHORIZED) ? getObject(node, request) : byRules(request);
            case "resourceslices.resource.k8s.io" ->
                since(Feature.NODE_RESOURCES_AUTHORIZED) ? resourceSlice(node, request) : byRules(request);
            case "podcertificaterequests.certificates.k8s.io" ->
                since(Feature.POD_CERTIFICATE_POLICY) ? podCertificate(node, request) : byRules(request);
            default -> byRules(request);
        };
    }

    private boolean since(Feature feature) {
        return feature.in(release);
    }

    /** Compares names: a kubelet looks for its Node before there is one. */
    private static AccessDecision node(String node, Attributes.Resource request) {
        String name = request.name();
        boolean whole = request.subresource().isEmpty();
        boolean status = request.subresource().equals("status");
        return switch (request.verb()) {
            case "update", "patch" -> allowedIf(whole || status);
            case "create" -> allowedIf(whole);
            case "get", "list", "watch" -> {
                if (!whole || name.equals(node)) {
                    yield allowedIf(whole);
                }
                yield AccessDecision.noOpinion(() -> "node '" + node + "' cannot read "
                        + (name.isEmpty() ? "all nodes" : "'" + name + "'") + ", only its own Node object");
            }
            default -> AccessDecision.noOpinion("");
        };
    }

    private static AccessDecision pod(String node, Attributes.Resource request) {
        return switch (request.verb() + " " + request.subresource()) {
            case "get " -> related(node, request);
            case "list ", "watch " -> {
                if (!isOfNode(node, request) && !request.name().isEmpty()) {
                    yield related(node, request);
                }
                yield ofNode(node, request, "can only list/watch pods with spec.nodeName field selector");
            }
            case "create ", "delete ", "update status", "patch status", "create eviction" -> AccessDecision.allowed("");
            default -> AccessDecision.noOpinion("");
        };
    }

    private AccessDecision resourceSlice(String node, Attributes.Resource request) {
        if (!request.subresource().isEmpty()) {
            return AccessDecision.noOpinion("cannot authorize ResourceSlice subresources");
        }
        return switch (request.verb()) {
            case "create" -> AccessDecision.allowed("");
            case "get", "update", "patch", "delete" -> related(node, request);
            case "list", "watch", "deletecollection" ->
                since(Feature.AUTHORIZE_WITH_SELECTORS)
                        ? ofNode(
                                node,
                                request,
                                "can only list/watch/deletecollection resourceslices with nodeName field selector")
                        : AccessDecision.allowed("");
            default ->
                AccessDecision.noOpinion("only the following verbs are allowed for a ResourceSlice: get, watch, list,"
                        + " create, update, patch, delete, deletecollection");
        };
    }

    private static AccessDecision podCertificate(String node, Attributes.Resource request) {
        return switch (request.verb() + " " + request.subresource()) {
            case "create " -> AccessDecision.allowed("");
            case "get " -> related(node, request);
            case "list ", "watch " ->
                ofNode(node, request, "can only list/watch podcertificaterequests with nodeName field selector");
            default -> AccessDecision.noOpinion("");
        };
    }

    private static boolean isOfNode(String node, Attributes.Resource request) {
        return request.requiredValues("spec.nodeName").contains(node);
    }

    private static AccessDecision ofNode(String node, Attributes.Resource request, String otherwise) {
        return isOfNode(node, request) ? AccessDecision.allowed("") : AccessDecision.noOpinion(otherwise);
    }

    private static AccessDecision allowedIf(boolean allowed) {
        return allowed ? AccessDecision.allowed("") : AccessDecision.noOpinion("");
    }

    private static AccessDecision readObject(String node, Attributes.Resource request) {
        if (!READ_VERBS.contains(request.verb())) {
            return AccessDecision.noOpinion("can only read resources of this type");
        }
        if (!request.subresource().isEmpty()) {
            return AccessDecision.noOpinion("cannot read subresource");
        }
        if (request.namespace().isEmpty()) {
            return AccessDecision.noOpinion("can only read namespaced object of this type");
        }
        return related(node, request);
    }

    private static AccessDecision getObject(String node, Attributes.Resource request) {
        if (!request.verb().equals("get")) {
            return AccessDecision.noOpinion("can only get individual resources of this type");
        }
        if (!request.subresource().isEmpty()) {
            return AccessDecision.noOpinion("cannot get subresource");
        }
        return related(node, request);
    }

    private static AccessDecision updateStatus(String node, Attributes.Resource request) {
        return Set.of("update", "patch").contains(request.verb())
                ? related(node, request)
                : AccessDecision.noOpinion("can only get/update/patch this type");
    }

    private AccessDecision serviceAccount(String node, Attributes.Resource request) {
        boolean read = request.verb().equals("get") && request.subresource().isEmpty();
        return read && since(Feature.NODE_SERVICE_ACCOUNTS) ? readObject(node, request) : createToken(node, request);
    }

    private static AccessDecision createToken(String node, Attributes.Resource request) {
        if (!request.verb().equals("create") || request.name().isEmpty()) {
            return AccessDecision.noOpinion("can only create tokens for individual service accounts");
        }
        if (!request.subresource().equals("token")) {
            return AccessDecision.noOpinion("can only create token subresource of serviceaccount");
        }
        return related(node, request);
    }

    private static AccessDecision lease(String node, Attributes.Resource request) {
        if (!OWN_OBJECT_VERBS.contains(request.verb())) {
            return AccessDecision.noOpinion("can only get, create, update, patch, or delete a node lease");
        }
        if (!request.namespace().equals(ObjectMeta.KUBE_NODE_LEASE)) {
            return AccessDecision.noOpinion(
                    "can only access leases in the " + GoText.quote(ObjectMeta.KUBE_NODE_LEASE) + " system namespace");
        }
        return own(node, request, "can only access node lease with the same name as the requesting node");
    }

    private static AccessDecision csiNode(String node, Attributes.Resource request) {
        if (!OWN_OBJECT_VERBS.contains(request.verb())) {
            return AccessDecision.noOpinion("can only get, create, update, patch, or delete a CSINode");
        }
        if (!request.subresource().isEmpty()) {
            return AccessDecision.noOpinion("cannot authorize CSINode subresources");
        }
        return own(node, request, "can only access CSINode with the same name as the requesting node");
    }

    /** A request to create carries no name; admission looks at it later. */
    private static AccessDecision own(String node, Attributes.Resource request, String otherwise) {
        boolean own = request.verb().equals("create") || request.name().equals(node);
        return own ? AccessDecision.allowed("") : AccessDecision.noOpinion(otherwise);
    }

    private static AccessDecision related(String node, Attributes.Resource request) {
        return request.name().isEmpty()
                ? AccessDecision.noOpinion("No Object name found")
                : AccessDecision.noOpinion(() -> "no relationship found between node '" + node + "' and this object");
    }
}
