/**
 * YAML and JSON in one place: {@link io.github.kubetls.internal.yaml.Yaml} reads text into
 * {@link io.github.kubetls.internal.yaml.YamlNode}s as Kubernetes reads it, and writes trees of JDK values as kubectl
 * writes them. Not part of the API.
 */
package io.github.kubetls.internal.yaml;
