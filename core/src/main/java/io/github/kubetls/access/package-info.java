/**
 * Who asks and whether they may: {@link io.github.kubetls.access.UserInfo} is what authentication yields,
 * {@link io.github.kubetls.access.Authenticator} finds it out from a request's
 * {@link io.github.kubetls.access.Credentials}, and {@link io.github.kubetls.access.Authorizer} decides for it.
 */
package io.github.kubetls.access;
