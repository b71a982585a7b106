/**
 * Messages that stay short and show everything, whatever they quote: {@link io.github.kubetls.internal.message.Visible}. Not
 * part of the API.
 */
package io.github.kubetls.internal.message;
