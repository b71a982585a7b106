/** How fast the library is, beside its peers and the raw cryptography: begin with {@code Benchmarks}. */
@NullMarked
package io.github.kubetls.benchmarks;

import org.jspecify.annotations.NullMarked;
