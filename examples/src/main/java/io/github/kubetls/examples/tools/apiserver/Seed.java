package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.TokenUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The objects that a cluster has from the beginning. */
final class Seed {

    private static final Duration TOKEN_LIFE = Duration.ofHours(24);
    private static final List<String> NAMESPACES =
            List.of("default", ObjectMeta.KUBE_NODE_LEASE, ObjectMeta.KUBE_PUBLIC, ObjectMeta.KUBE_SYSTEM);
    private static final Registry.Writer SERVER =
            new Registry.Writer(UserInfo.of("system:apiserver", UserInfo.MASTERS_GROUP), false);

    private final Store store;
    private final Registry registry;
    private final Clock clock;

    Seed(Store store, Registry registry, Clock clock) {
        this.store = store;
        this.registry = registry;
        this.clock = clock;
    }

    /** Makes namespaces, roles and bindings, unless there is something already: who has deleted one has meant it. */
    void policy() {
        if (!store.isEmpty()) {
            return;
        }
        for (String name : NAMESPACES) {
            ObjectNode namespace =
                    Json.object().put("kind", ApiResource.NAMESPACES.kind()).put("apiVersion", "v1");
            Metadata.of(namespace).name(name);
            registry.create(SERVER, ApiResource.NAMESPACES, "", namespace);
        }
        List<RbacObject> objects = new ArrayList<>(BootstrapPolicy.objects(UserInfo.BOOTSTRAPPERS_GROUP));
        objects.addAll(BootstrapPolicy.kubeadm(UserInfo.BOOTSTRAPPERS_GROUP, ServerVersion.RELEASE));
        objects.stream().map(Seed::ofThisRelease).forEach(this::create);
    }

    /** The library's default policy is that of 1.20; since 1.28 everybody may ask who it is. */
    private static RbacObject ofThisRelease(RbacObject object) {
        if (object instanceof ClusterRole role && role.name().equals(BootstrapPolicy.BASIC_USER)) {
            List<PolicyRule> rules = new ArrayList<>(role.rules());
            rules.add(PolicyRule.verbs("create")
                    .apiGroups("authentication.k8s.io")
                    .resources("selfsubjectreviews"));
            return role.withRules(rules);
        }
        return object;
    }

    private void create(RbacObject object) {
        ApiResource resource = ApiResource.find(
                        RbacObject.API_GROUP, object.kind().toLowerCase(Locale.ROOT) + "s")
                .orElseThrow();
        registry.create(SERVER, resource, object.namespace(), Json.of(object));
    }

    /** Makes the Secret of a token, unless it is there and good for nodes to join. */
    void token(BootstrapToken token) {
        ObjectKey key = key(token);
        if (isUsable(token)) {
            return;
        }
        store.get(key).ifPresent(object -> registry.delete(SERVER, key, new Registry.Preconditions("", "")));
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(token)
                .ttl(TOKEN_LIFE, clock.instant())
                .usages(TokenUsage.AUTHENTICATION, TokenUsage.SIGNING)
                .description("The token of bootstrap-kubelet.conf and join-command.txt.")
                .build();
        registry.create(SERVER, key.resource(), key.namespace(), Json.of(secret));
    }

    /** Tells whether there is a Secret for a token that has not expired. */
    boolean isUsable(BootstrapToken token) {
        Optional<ObjectNode> stored = store.get(key(token));
        return stored.isPresent() && isUsable(stored.get(), token);
    }

    private boolean isUsable(ObjectNode stored, BootstrapToken token) {
        try {
            BootstrapTokenSecret secret = BootstrapTokenSecret.parse(stored.toString());
            return secret.token().equals(token) && !secret.isExpired(clock.instant());
        } catch (InvalidFormatException e) {
            // A Secret of that name which is no token's.
            return false;
        }
    }

    private static ObjectKey key(BootstrapToken token) {
        return new ObjectKey(ApiResource.SECRETS, BootstrapTokenSecret.NAMESPACE, token.secretName());
    }

    /** Publishes where the server is. The signatures of another address are void, and made anew by their controller. */
    void clusterInfo(ClusterInfo clusterInfo) {
        ObjectKey key = new ObjectKey(ApiResource.CONFIG_MAPS, ClusterInfo.NAMESPACE, ClusterInfo.NAME);
        Optional<ObjectNode> stored = store.get(key);
        if (stored.isEmpty()) {
            registry.create(SERVER, key.resource(), key.namespace(), Json.of(clusterInfo));
        } else if (!ClusterInfo.parse(stored.get().toString()).kubeconfig().equals(clusterInfo.kubeconfig())) {
            registry.update(SERVER, key, "", old -> Json.of(clusterInfo));
        }
    }
}
