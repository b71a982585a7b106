/** Makes a site of the pages in docs and of the Javadoc; begin with {@code Site}. */
@NullMarked
package io.github.kubetls.site;

import org.jspecify.annotations.NullMarked;
