/** {@link io.github.kubetls.internal.release.Feature}: which release of Kubernetes brought what. */
package io.github.kubetls.internal.release;
