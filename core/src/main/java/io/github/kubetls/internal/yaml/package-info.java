/**
 * YAML and JSON in one place: {@link io.github.kubetls.internal.yaml.Yaml} reads text into
 * {@link io.github.kubetls.internal.yaml.YamlNode}s as Kubernetes reads it, and writes trees of JDK values as kubectl
 * writes them. A text is a stream of events, whose source is Jackson's parser of JSON, SnakeYAML's grammar over a reader
 * of our own, or, for the form that kubectl writes, a reader of lines; one builder makes the tree of them. Not part of the
 * API.
 */
package io.github.kubetls.internal.yaml;
