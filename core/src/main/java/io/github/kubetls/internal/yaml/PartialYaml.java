package io.github.kubetls.internal.yaml;

import java.util.List;

/**
 * What can be read of a text.
 *
 * @param documents  the documents that are not empty, as far as they go
 * @param isComplete whether that is all: the text is well-formed, and no key is there twice
 */
public record PartialYaml(List<YamlNode> documents, boolean isComplete) {}
