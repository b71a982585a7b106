package io.github.kubetls.token;

import io.github.kubetls.internal.manifest.ManifestReader;
import io.github.kubetls.internal.release.KubeadmVersion;
import io.github.kubetls.internal.time.GoDuration;
import io.github.kubetls.internal.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Where kubeadm's {@code InitConfiguration} has its tokens. */
final class InitConfiguration {

    private InitConfiguration() {}

    /** The tokens of all documents that are one. */
    static List<BootstrapTokenSettings> bootstrapTokens(List<YamlNode> documents) {
        List<BootstrapTokenSettings> all = new ArrayList<>();
        for (YamlNode document : documents) {
            String apiVersion = document.get("apiVersion").string();
            if (document.get("kind").string().equals("InitConfiguration")
                    && apiVersion.startsWith(KubeadmVersion.GROUP)) {
                String version = apiVersion.substring(KubeadmVersion.GROUP.length());
                document.get("bootstrapTokens").items().forEach(item -> all.add(read(item, version)));
            }
        }
        return all;
    }

    private static BootstrapTokenSettings read(YamlNode node, String version) {
        YamlNode token = node.get("token");
        if (!token.isNull() && token.string().isEmpty()) {
            throw token.error(
                    "TOKEN_INVALID",
                    "the bootstrap token \"\" was not of the form \"\\A([a-z0-9]{6})\\.([a-z0-9]{16})\\z\";"
                            + " leave the field out to have one generated");
        }
        BootstrapTokenSettings.Builder builder = BootstrapTokenSettings.builder()
                .token(token.string())
                .description(node.get("description").string())
                .usages(node.get("usages").strings())
                .groups(node.get("groups").strings());
        builder.version = version;
        YamlNode ttl = node.get("ttl");
        if (!ttl.isNull()) {
            builder.ttl(GoDuration.parse(ttl.string(), ttl.location()));
        }
        YamlNode expires = node.get("expires");
        if (!expires.isNull()) {
            builder.expires(ManifestReader.time(expires));
        }
        return builder.build();
    }
}
