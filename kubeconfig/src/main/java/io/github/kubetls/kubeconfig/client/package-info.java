/**
 * One connection to an API server, beginning with {@link io.github.kubetls.kubeconfig.client.ClientConfig}: what a kubeconfig
 * comes to for a client.
 */
package io.github.kubetls.kubeconfig.client;
