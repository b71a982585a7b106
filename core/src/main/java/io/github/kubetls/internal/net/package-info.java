/** Network addresses in the texts of Kubernetes: {@link io.github.kubetls.internal.net.IpText}. Not part of the API. */
package io.github.kubetls.internal.net;
