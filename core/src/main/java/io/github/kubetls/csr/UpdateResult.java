package io.github.kubetls.csr;

import io.github.kubetls.manifest.FieldError;
import java.util.List;

/**
 * What an update of a stored CertificateSigningRequest leads to.
 *
 * @param object the object that is stored when there are no errors
 * @param errors why it is not stored, in the words of the API server
 */
public record UpdateResult(CertificateSigningRequest object, List<FieldError> errors) {

    /**
     * Copies the list.
     *
     * @param object the object that is stored when there are no errors
     * @param errors why it is not stored
     */
    public UpdateResult {
        errors = List.copyOf(errors);
    }

    /**
     * Tells whether the update is stored.
     *
     * @return whether there are no errors
     */
    public boolean isAccepted() {
        return errors.isEmpty();
    }
}
