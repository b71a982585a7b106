package io.github.kubetls.examples.tools.controller;

import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.RequestAdmission.Subresource;
import io.github.kubetls.examples.tools.client.ApiException;
import io.github.kubetls.examples.tools.client.CertificateSigningRequests;
import java.io.IOException;

/** Sends changed requests to the server, and says what could not be done when it refuses. */
final class RequestUpdates {

    private final CertificateSigningRequests requests;

    RequestUpdates(CertificateSigningRequests requests) {
        this.requests = requests;
    }

    CertificateSigningRequest send(Subresource subresource, CertificateSigningRequest csr, String failure)
            throws UnsettledException, IOException, InterruptedException {
        try {
            return requests.update(subresource, csr);
        } catch (ApiException e) {
            if (e.isConflict()) {
                throw e;
            }
            throw new UnsettledException(failure + ": " + e.getMessage());
        }
    }
}
