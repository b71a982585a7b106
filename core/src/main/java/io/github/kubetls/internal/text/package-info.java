/** Text in the ways of Go, beginning with {@link io.github.kubetls.internal.text.GoText}. Not part of the API. */
package io.github.kubetls.internal.text;
