/**
 * How a node finds its cluster and knows that it is the right one: {@link io.github.kubetls.discovery.TokenDiscovery} decides,
 * {@link io.github.kubetls.discovery.ClusterInfo} is what the cluster publishes and signs, and
 * {@link io.github.kubetls.discovery.JoinCommand} is what the administrator hands to the node. What the kubelet then finds in
 * its files, {@link io.github.kubetls.discovery.KubeletBootstrap} decides by.
 */
package io.github.kubetls.discovery;
