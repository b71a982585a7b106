package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import java.io.IOException;

/** A part of what becomes of a request. */
@FunctionalInterface
interface RequestHandler {

    /**
     * Does its part, or nothing when it is not its turn.
     *
     * @param csr the request as it was last seen
     * @return the request as it is now
     * @throws UnsettledException   when nothing came of it for now
     * @throws IOException          when the server does not answer, or the request has changed since it was seen
     * @throws InterruptedException when the thread is interrupted
     */
    CertificateSigningRequest handle(CertificateSigningRequest csr)
            throws UnsettledException, IOException, InterruptedException;
}
