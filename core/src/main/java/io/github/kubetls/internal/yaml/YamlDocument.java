package io.github.kubetls.internal.yaml;

import io.github.kubetls.Finding;
import java.util.List;

/**
 * The first document of a text, and what a reader of Kubernetes passes over silently in it.
 *
 * @param root     the root node; of kind null for an empty document
 * @param findings duplicate keys (the last one counts) and a further document (which is not read)
 */
public record YamlDocument(YamlNode root, List<Finding> findings) {}
