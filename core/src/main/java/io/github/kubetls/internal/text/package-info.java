/**
 * Text in the ways of Go, beginning with {@link io.github.kubetls.internal.text.GoText}, and the rules for names. Not part
 * of the API.
 */
package io.github.kubetls.internal.text;
