package io.github.kubetls.examples.tasks.story;

import static io.github.kubetls.examples.tasks.story.Party.ADMINISTRATOR;
import static io.github.kubetls.examples.tasks.story.Party.API_SERVER;
import static io.github.kubetls.examples.tasks.story.Party.CONTROLLER_MANAGER;
import static io.github.kubetls.examples.tasks.story.Party.NODE;

import java.util.List;

/** The chapters of the story, in their order, and who gives what to whom in each. */
public enum Chapter {
    /** The administrator makes the CA. */
    CERTIFICATE_AUTHORITY(
            Part.PREPARATION, "The cluster's certificate authority", Message.own(ADMINISTRATOR, "makes the CA")),
    /** The API server gets a certificate. */
    SERVING_CERTIFICATE(
            Part.PREPARATION,
            "The API server's serving certificate",
            new Message(ADMINISTRATOR, API_SERVER, "certificate and key")),
    /** The API server gets the token in a file. */
    TOKEN_FILE(
            Part.PREPARATION,
            "The token, the old way: a line of token.csv",
            new Message(ADMINISTRATOR, API_SERVER, "token.csv")),
    /** The API server gets the token in a Secret. */
    TOKEN_SECRET(
            Part.PREPARATION, "The token, today's way: a Secret", new Message(ADMINISTRATOR, API_SERVER, "Secret")),
    /** The API server gets the bindings. */
    BINDINGS(
            Part.PREPARATION,
            "What the token's group may do: three ClusterRoleBindings",
            new Message(ADMINISTRATOR, API_SERVER, "three ClusterRoleBindings")),
    /** The components get their flags. */
    FLAGS(
            Part.PREPARATION,
            "The flags of the components",
            new Message(ADMINISTRATOR, NODE, "kubelet's flags"),
            new Message(ADMINISTRATOR, API_SERVER, "kube-apiserver's flags"),
            new Message(ADMINISTRATOR, CONTROLLER_MANAGER, "kube-controller-manager's flags")),
    /** What kubeadm join needs. */
    CLUSTER_INFO(
            Part.PREPARATION,
            "How a node finds the control plane: cluster-info and kubeadm join",
            new Message(ADMINISTRATOR, API_SERVER, "ConfigMap cluster-info"),
            new Message(ADMINISTRATOR, NODE, "join command")),
    /** What a kubelet needs. */
    BOOTSTRAP_KUBECONFIG(
            Part.JOIN,
            "What the node is given: a bootstrap kubeconfig",
            new Message(ADMINISTRATOR, NODE, "bootstrap kubeconfig")),
    /** The token becomes a user. */
    AUTHENTICATION(
            Part.JOIN,
            "The API server authenticates the token",
            new Message(NODE, API_SERVER, "Bearer token"),
            Message.own(API_SERVER, "who is it?")),
    /** The user may create a request. */
    AUTHORIZATION(
            Part.JOIN,
            "RBAC: may this user create a CertificateSigningRequest?",
            Message.own(API_SERVER, "may it create a request?")),
    /** The node asks. */
    REQUEST(
            Part.JOIN,
            "The node makes a key and asks for a certificate",
            new Message(NODE, API_SERVER, "CertificateSigningRequest")),
    /** The controller manager answers. */
    ISSUANCE(
            Part.JOIN,
            "The controller manager approves and signs",
            new Message(API_SERVER, CONTROLLER_MANAGER, "request"),
            new Message(CONTROLLER_MANAGER, API_SERVER, "approval, certificate")),
    /** The node takes the answer. */
    STORE(
            Part.JOIN,
            "The node checks its certificate and stores it",
            new Message(API_SERVER, NODE, "certificate"),
            Message.own(NODE, "checks and stores it")),
    /** The node is let in by its certificate. */
    CONNECTION(
            Part.JOIN, "The first connection with it: mutual TLS", new Message(NODE, API_SERVER, "client certificate")),
    /** The node needs no token any more. */
    RENEWAL(
            Part.RENEWAL,
            "Later: the node renews its certificate, as itself",
            new Message(NODE, API_SERVER, "next request"),
            new Message(API_SERVER, CONTROLLER_MANAGER, "request"),
            new Message(CONTROLLER_MANAGER, API_SERVER, "approval"));

    private final Part part;
    private final String title;
    private final List<Message> messages;

    Chapter(Part part, String title, Message... messages) {
        this.part = part;
        this.title = title;
        this.messages = List.of(messages);
    }

    /** {@return the number, from 1} */
    public int number() {
        return ordinal() + 1;
    }

    /** {@return the heading} */
    public String title() {
        return title;
    }

    Part part() {
        return part;
    }

    List<Message> messages() {
        return messages;
    }

    /** What the chapters are the parts of. */
    enum Part {
        PREPARATION("The administrator prepares"),
        JOIN("A node joins"),
        RENEWAL("The certificate nears its end");

        private final String title;

        Part(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
