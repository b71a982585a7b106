package io.github.kubetls.kubeconfig;

import io.github.kubetls.internal.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code preferences} of a kubeconfig, deprecated since Kubernetes 1.34.
 *
 * @param colors      the field {@code colors}
 * @param attachments extensions and unknown fields
 */
record Preferences(boolean colors, Attachments attachments) {

    static final Preferences NONE = new Preferences(false, Attachments.NONE);
    private static final Set<String> KNOWN = Set.of("colors", "extensions");

    static Preferences read(YamlNode node, UnknownKubeconfigFields unknown) {
        return new Preferences(
                node.get("colors").bool(),
                Attachments.NONE
                        .withExtensions(Extensions.read(node.get("extensions"), unknown))
                        .withOtherFields(unknown.of(node, KNOWN)));
    }

    Preferences withAttachments(Attachments attachments) {
        return new Preferences(colors, attachments);
    }

    Preferences withExtensions(Extensions extensions) {
        return withAttachments(attachments.withExtensions(extensions));
    }

    /** What clientcmd does with files in order: true if any says so, the first extension of a name, the first of ours. */
    Preferences orElse(Preferences later) {
        return new Preferences(colors || later.colors, attachments.orElse(later.attachments));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Fields.put(map, "colors", colors);
        attachments.put(map);
        return map;
    }
}
