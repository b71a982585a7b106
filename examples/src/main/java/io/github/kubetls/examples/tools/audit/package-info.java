/** What {@code Audit} is made of; begin with {@link io.github.kubetls.examples.tools.audit.Auditor}. */
package io.github.kubetls.examples.tools.audit;
