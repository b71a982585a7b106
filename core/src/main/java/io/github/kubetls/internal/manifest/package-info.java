/**
 * Reads the envelope of Kubernetes objects: {@link io.github.kubetls.internal.manifest.ManifestReader}. Not part of the
 * API.
 */
package io.github.kubetls.internal.manifest;
