/**
 * Command lines as Go's pflag reads them: {@link io.github.kubetls.internal.flags.FlagParser} takes words apart, and
 * {@link io.github.kubetls.internal.flags.ShellWords} makes words of a line. Not part of the API.
 */
package io.github.kubetls.internal.flags;
