/**
 * What Kubernetes objects share: {@link io.github.kubetls.manifest.Manifest}, which reads and writes the same way whatever
 * the kind, {@link io.github.kubetls.manifest.ObjectMeta}, the Secret that several of them are kept in, and
 * {@link io.github.kubetls.manifest.OwnerOnlyFile} for other text that holds a secret.
 */
package io.github.kubetls.manifest;
