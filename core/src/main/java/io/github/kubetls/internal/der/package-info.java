/**
 * DER (X.690) as Kubernetes reads it: {@link io.github.kubetls.internal.der.DerInput} takes values one after another. Not
 * part of the API.
 */
package io.github.kubetls.internal.der;
