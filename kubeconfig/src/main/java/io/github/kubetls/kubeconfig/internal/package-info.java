/** What the packages of this module share: {@link io.github.kubetls.kubeconfig.internal.NamedFile}. Not part of the API. */
package io.github.kubetls.kubeconfig.internal;
