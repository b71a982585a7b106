/**
 * The parts of {@link io.github.kubetls.examples.FleetJoin}; begin with {@link io.github.kubetls.examples.fleet.Fleet},
 * which lets many nodes join one control plane, all in memory, and measures it.
 */
package io.github.kubetls.examples.fleet;
