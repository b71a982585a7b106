/**
 * Who asks and whether they may: {@link io.github.kubetls.access.UserInfo} is what authentication yields, and
 * {@link io.github.kubetls.access.Authorizer} decides for it.
 */
package io.github.kubetls.access;
