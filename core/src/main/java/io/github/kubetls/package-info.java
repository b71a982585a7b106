/**
 * What every part of the library shares: the exceptions, of which {@link io.github.kubetls.InvalidFormatException} is the
 * one that callers meet, and {@link io.github.kubetls.Finding}.
 */
package io.github.kubetls;
