/**
 * The parts of {@link io.github.kubetls.examples.tools.CertificateController}; begin with
 * {@link io.github.kubetls.examples.tools.controller.RequestController}.
 */
package io.github.kubetls.examples.tools.controller;
