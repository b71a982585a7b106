package io.github.kubetls.examples.tasks.story;

/** Who takes part in a TLS bootstrap. */
public enum Party {
    /** Who sets up the cluster. */
    ADMINISTRATOR("administrator"),
    /** The node, whose kubelet needs a certificate. */
    NODE("node"),
    /** Who knows and lets in. */
    API_SERVER("API server"),
    /** Who approves and signs. */
    CONTROLLER_MANAGER("controller manager");

    private final String title;

    Party(String title) {
        this.title = title;
    }

    /** {@return the name in a sentence} */
    public String title() {
        return title;
    }
}
