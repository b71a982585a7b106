/**
 * What connections are made to, as Go reads it: {@link io.github.kubetls.internal.net.GoUrl} URLs,
 * {@link io.github.kubetls.internal.net.HostPort} endpoints, {@link io.github.kubetls.internal.net.IpText} addresses and
 * {@link io.github.kubetls.internal.net.HostNames} names. Nothing is ever looked up. Not part of the API.
 */
package io.github.kubetls.internal.net;
