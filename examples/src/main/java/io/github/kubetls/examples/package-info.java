/** Examples. */
package io.github.kubetls.examples;
