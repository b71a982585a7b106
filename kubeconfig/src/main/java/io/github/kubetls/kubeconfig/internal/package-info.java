/** What the packages of this module share: {@link io.github.kubetls.kubeconfig.internal.NamedFile} and {@link
 * io.github.kubetls.kubeconfig.internal.EnvironmentPaths}. Not part of the API. */
package io.github.kubetls.kubeconfig.internal;
