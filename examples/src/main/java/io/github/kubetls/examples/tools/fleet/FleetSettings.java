package io.github.kubetls.examples.tools.fleet;

import io.github.kubetls.examples.tools.cli.CaKind;

/**
 * What a run is to do.
 *
 * @param nodes     how many nodes join; at least one
 * @param threads   how many join at a time; at least one
 * @param ca        the key of the cluster's CA
 * @param providers who makes keys and signatures
 * @param warmUp    how many other nodes join before, of which nothing is measured
 */
public record FleetSettings(int nodes, int threads, CaKind ca, ProviderChoice providers, int warmUp) {

    /** The run before, with those nodes. */
    FleetSettings before() {
        return new FleetSettings(warmUp, threads, ca, providers, 0);
    }
}
