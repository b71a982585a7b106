package io.github.kubetls.examples.tools.fleet;

/** The steps of a join, in order, and who takes them. */
enum JoinStep {
    GENERATE_KEY("node", "generate the key"),
    REQUEST("node", "make and sign the request"),
    AUTHENTICATE("API server", "authenticate the token"),
    AUTHORIZE("API server", "authorize the creation"),
    ADMIT("API server", "validate and admit the request"),
    APPROVE("controller manager", "approve the request"),
    SIGN("controller manager", "sign the certificate"),
    CHECK("node", "match certificate and key"),
    CONNECT("API server", "authenticate the certificate");

    private final String actor;
    private final String deed;

    JoinStep(String actor, String deed) {
        this.actor = actor;
        this.deed = deed;
    }

    String actor() {
        return actor;
    }

    String deed() {
        return deed;
    }
}
