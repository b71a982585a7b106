/**
 * Pages that need nothing but themselves; begin with {@link io.github.kubetls.examples.tools.page.Page}, which all of them are
 * made by.
 */
package io.github.kubetls.examples.tools.page;
