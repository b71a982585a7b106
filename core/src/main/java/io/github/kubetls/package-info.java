/**
 * What every part of the library shares: the exceptions, of which {@link io.github.kubetls.InvalidFormatException} is the
 * one that callers meet, {@link io.github.kubetls.Finding}, and {@link io.github.kubetls.Code}, which explains the codes of both.
 */
package io.github.kubetls;
