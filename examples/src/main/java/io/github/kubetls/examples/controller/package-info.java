/**
 * The parts of {@link io.github.kubetls.examples.CertificateController}; begin with
 * {@link io.github.kubetls.examples.controller.RequestController}.
 */
package io.github.kubetls.examples.controller;
