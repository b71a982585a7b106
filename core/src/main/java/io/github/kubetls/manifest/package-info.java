/**
 * What Kubernetes objects share: {@link io.github.kubetls.manifest.Manifest} and
 * {@link io.github.kubetls.manifest.ObjectMeta}, the Secret that several of them are kept in, and
 * {@link io.github.kubetls.manifest.OwnerOnlyFile} for those that hold a secret.
 */
package io.github.kubetls.manifest;
