/**
 * Times and durations in the texts of Kubernetes, with the acceptance of Go: {@link io.github.kubetls.internal.time.Rfc3339}
 * and {@link io.github.kubetls.internal.time.GoDuration}. Not part of the API.
 */
package io.github.kubetls.internal.time;
