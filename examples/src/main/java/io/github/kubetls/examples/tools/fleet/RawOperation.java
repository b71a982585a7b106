package io.github.kubetls.examples.tools.fleet;

/** The operations of the cryptography below a join, and how many times the library runs each of them for one node. */
enum RawOperation {
    GENERATE_KEY("generate a key", 1),
    SIGN_REQUEST("sign a request", 1),
    /** By the API server, the controller manager, and a node that cannot compare its keys instead. */
    VERIFY_REQUEST("verify a request", 3),
    SIGN_CERTIFICATE("sign a certificate", 1),
    /** By the signer that made it, and the API server when the node comes with it. */
    VERIFY_CERTIFICATE("verify a certificate", 2);

    private final String deed;
    private final int timesPerJoin;

    RawOperation(String deed, int timesPerJoin) {
        this.deed = deed;
        this.timesPerJoin = timesPerJoin;
    }

    String deed() {
        return deed;
    }

    /**
     * How many times a join needs it.
     *
     * @param keysAreCompared whether the node sees from its keys that they belong together: from elliptic curves' that no
     *     provider of its own holds
     */
    int timesPerJoin(boolean keysAreCompared) {
        return this == VERIFY_REQUEST && keysAreCompared ? timesPerJoin - 1 : timesPerJoin;
    }
}
