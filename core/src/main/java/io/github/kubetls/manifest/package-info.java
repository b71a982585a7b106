/**
 * The envelope that Kubernetes objects share: {@link io.github.kubetls.manifest.Manifest} and
 * {@link io.github.kubetls.manifest.ObjectMeta}; and {@link io.github.kubetls.manifest.OwnerOnlyFile} for those that hold a
 * secret.
 */
package io.github.kubetls.manifest;
