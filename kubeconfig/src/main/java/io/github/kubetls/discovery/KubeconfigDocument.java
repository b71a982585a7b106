package io.github.kubetls.discovery;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.yaml.Yaml;
import io.github.kubetls.internal.yaml.YamlLimits;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What discovery needs of a kubeconfig, which is read as leniently and as strictly as Kubernetes reads it. */
final class KubeconfigDocument {

    private static final String[] CLUSTER_TEXTS = {"server", "tls-server-name", "certificate-authority", "proxy-url"};
    private static final String[] CLUSTER_FLAGS = {"insecure-skip-tls-verify", "disable-compression"};
    private static final String[] USER_TEXTS = {
        "client-certificate", "client-key", "token", "tokenFile", "as", "as-uid", "username", "password"
    };
    private static final String[] CONTEXT_TEXTS = {"cluster", "user", "namespace"};

    private final YamlNode root;
    private final Map<String, YamlNode> clusters;
    private final Map<String, YamlNode> users;
    private final Map<String, YamlNode> contexts;
    private final String currentContext;

    private KubeconfigDocument(YamlNode root) {
        this.root = root;
        String kind = root.get("kind").string();
        String apiVersion = root.get("apiVersion").string();
        if (!kind.isEmpty() && !kind.equals("Config") || !apiVersion.isEmpty() && !apiVersion.equals("v1")) {
            throw root.error("WRONG_KIND", "is not a Config of v1");
        }
        root.get("preferences").get("colors").bool();
        currentContext = root.get("current-context").string();
        clusters = named(root.get("clusters"), "cluster", CLUSTER_TEXTS);
        users = named(root.get("users"), "user", USER_TEXTS);
        contexts = named(root.get("contexts"), "context", CONTEXT_TEXTS);
        for (YamlNode cluster : clusters.values()) {
            for (String flag : CLUSTER_FLAGS) {
                cluster.get(flag).bool();
            }
            cluster.get("certificate-authority-data").bytes();
            cluster.get("extensions").items();
        }
        for (YamlNode user : users.values()) {
            user.get("client-certificate-data").bytes();
            user.get("client-key-data").bytes();
            user.get("as-groups").strings();
        }
    }

    /** Reads a kubeconfig; throws {@link InvalidFormatException} where Kubernetes refuses it. */
    static KubeconfigDocument parse(String text) {
        return new KubeconfigDocument(
                Yaml.readLenient(text, YamlLimits.STANDARD, "").root());
    }

    private static Map<String, YamlNode> named(YamlNode list, String body, String[] texts) {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (YamlNode item : list.items()) {
            YamlNode entry = item.get(body);
            for (String text : texts) {
                entry.get(text).string();
            }
            if (entries.put(item.get("name").string(), entry) != null) {
                throw item.error("DUPLICATE_NAME", "the name is there twice");
            }
        }
        return entries;
    }

    int clusterCount() {
        return clusters.size();
    }

    /** The only cluster, whatever its name. */
    Optional<YamlNode> onlyCluster() {
        return clusters.size() == 1 ? clusters.values().stream().findFirst() : Optional.empty();
    }

    /** The cluster without a name, else that of the current context. */
    Optional<YamlNode> usableCluster() {
        return usableClusterName().map(clusters::get);
    }

    Optional<String> usableClusterName() {
        return clusters.containsKey("") ? Optional.of("") : currentClusterName();
    }

    /** The cluster of the current context. */
    Optional<YamlNode> currentCluster() {
        return currentClusterName().map(clusters::get);
    }

    private Optional<String> currentClusterName() {
        return Optional.ofNullable(contexts.get(currentContext))
                .map(context -> context.get("cluster").string())
                .filter(clusters::containsKey);
    }

    /** The user of the current context. */
    Optional<YamlNode> currentUser() {
        return currentUserName().map(users::get);
    }

    Optional<String> currentUserName() {
        return Optional.ofNullable(currentContext.isEmpty() ? null : contexts.get(currentContext))
                .map(context -> context.get("user").string())
                .filter(name -> !name.isEmpty() && users.containsKey(name));
    }

    /** The whole document, to be changed. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        root.members().forEach((key, member) -> map.put(key, member.toObject()));
        return map;
    }

    boolean hasUsers() {
        return !users.isEmpty();
    }

    /** Whether the current user has a token, a name with a password, or a certificate with a key. */
    boolean hasCredentials() {
        return currentUser()
                .filter(user -> has(user, "token")
                        || has(user, "username") && has(user, "password")
                        || (has(user, "client-certificate") || has(user, "client-certificate-data"))
                                && (has(user, "client-key") || has(user, "client-key-data")))
                .isPresent();
    }

    private static boolean has(YamlNode user, String field) {
        YamlNode value = user.get(field);
        return field.endsWith("-data")
                ? value.bytes().length > 0
                : !value.string().isEmpty();
    }
}
