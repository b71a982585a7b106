/** An API server over the JDK's HTTP client; begin with {@link io.github.kubetls.examples.tools.client.ApiClient}. */
package io.github.kubetls.examples.tools.client;
