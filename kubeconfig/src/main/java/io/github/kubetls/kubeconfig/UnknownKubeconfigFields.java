package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.internal.text.Invisible;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.kubeconfig.internal.FreeValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the fields that this library does not know, so that they survive a round trip, and reports each of them. */
final class UnknownKubeconfigFields {

    private final List<Finding> findings = new ArrayList<>();

    /** The members of a map beyond those that are known. */
    Map<String, @Nullable Object> of(YamlNode node, Set<String> known) {
        Map<String, @Nullable Object> others = node.others(known);
        others.keySet().forEach(key -> findings.add(finding(node.get(key), key, known)));
        return FreeValues.freezeMap(others);
    }

    private static Finding finding(YamlNode node, String key, Set<String> known) {
        Map<String, String> bySpelling = new HashMap<>();
        known.forEach(name -> bySpelling.put(spelling(name), name));
        String meant = bySpelling.get(spelling(key));
        return Finding.warning(
                "FIELD_UNKNOWN",
                node.location(),
                "the field is not known; kubectl ignores it, and loses it when it writes the file"
                        + Invisible.hint(key),
                meant == null ? "remove it, or check its spelling" : "write it as " + meant);
    }

    private static String spelling(String key) {
        StringBuilder letters = new StringBuilder();
        key.toLowerCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    List<Finding> findings() {
        return findings;
    }
}
