package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.access.UserInfo;

/** What is particular about the objects of one resource: how they are read, checked and kept. */
interface Strategy {

    /**
     * Reads an object that a client has sent, and drops what the type does not have.
     *
     * @param text JSON or YAML
     * @throws io.github.kubetls.InvalidFormatException when it is not of the kind
     */
    ObjectNode read(String text);

    /**
     * Makes the object to store of one that is to be created.
     *
     * @param user     who creates it
     * @param proposed the object as it is read, with its final metadata
     * @throws ApiFailure when it is refused
     */
    ObjectNode create(UserInfo user, ObjectNode proposed);

    /**
     * Makes the object to store of one that is to be updated.
     *
     * @param user        who updates it
     * @param subresource where the update is sent to; empty for the object itself
     * @param stored      the object as it is
     * @param proposed    the object as it is read, with its final metadata
     * @throws ApiFailure when it is refused
     */
    ObjectNode update(UserInfo user, String subresource, ObjectNode stored, ObjectNode proposed);
}
