/**
 * Tokens of every kind that a node can bootstrap with, beginning with {@link io.github.kubetls.token.BootstrapToken}.
 */
package io.github.kubetls.token;
