/** Text from outside as messages and logs show it: {@link io.github.kubetls.internal.visible.Visible}. Not part of the API. */
package io.github.kubetls.internal.visible;
