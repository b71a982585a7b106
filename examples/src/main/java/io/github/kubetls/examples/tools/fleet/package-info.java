/**
 * The parts of {@link io.github.kubetls.examples.tools.FleetJoin}; begin with {@link io.github.kubetls.examples.tools.fleet.Fleet},
 * which lets many nodes join one control plane, all in memory, and measures it.
 */
package io.github.kubetls.examples.tools.fleet;
