/**
 * What Kubernetes objects share: {@link io.github.kubetls.manifest.Manifest} and
 * {@link io.github.kubetls.manifest.ObjectMeta}, and the Secret that several of them are kept in.
 */
package io.github.kubetls.manifest;
