/**
 * The envelope that Kubernetes objects share: {@link io.github.kubetls.manifest.Manifest} and
 * {@link io.github.kubetls.manifest.ObjectMeta}.
 */
package io.github.kubetls.manifest;
