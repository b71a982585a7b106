/**
 * Messages that stay short whatever they quote: {@link io.github.kubetls.internal.message.BoundedText}. Not part of the API.
 */
package io.github.kubetls.internal.message;
