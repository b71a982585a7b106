package io.github.kubetls.examples.tasks.story;

import java.util.List;

/** The files of the story: what each is for, and how it is given to whom. */
public enum StoryFile {
    /** The CA's certificate. */
    CA_CERTIFICATE(
            "pki/ca.crt",
            "The CA's certificate: whoever trusts it trusts every certificate that the CA has issued.",
            new Use("kube-apiserver", "--client-ca-file=pki/ca.crt"),
            new Use("kube-controller-manager", "--cluster-signing-cert-file=pki/ca.crt")),
    /** The CA's private key. */
    CA_KEY(
            "pki/ca.key",
            "The CA's private key: whoever has it can be anybody in the cluster.",
            new Use("kube-controller-manager", "--cluster-signing-key-file=pki/ca.key")),
    /** The API server's certificate. */
    SERVING_CERTIFICATE(
            "pki/apiserver.crt",
            "The certificate that the API server shows to those who connect.",
            new Use("kube-apiserver", "--tls-cert-file=pki/apiserver.crt")),
    /** The API server's private key. */
    SERVING_KEY(
            "pki/apiserver.key",
            "The private key of that certificate.",
            new Use("kube-apiserver", "--tls-private-key-file=pki/apiserver.key")),
    /** The token as a line. */
    TOKEN_FILE(
            "token.csv",
            "The token, and the user and group that it stands for; it never ends.",
            new Use("kube-apiserver", "--token-auth-file=token.csv")),
    /** The token as an object. */
    TOKEN_SECRET(
            "bootstrap-token-secret.yaml",
            "The token as an object, which ends by itself.",
            Use.apply("bootstrap-token-secret.yaml"),
            new Use("kube-apiserver", "--enable-bootstrap-token-auth=true")),
    /** Who may ask. */
    CREATE_BINDING(
            "rolebinding.yaml",
            "Lets those who have a token create requests.",
            Use.apply("rolebinding.yaml"),
            new Use("kube-apiserver", "--authorization-mode=Node,RBAC")),
    /** Whose first request is approved. */
    APPROVAL_BINDING(
            "certificatesigningrequests.yaml",
            "Has their requests for a node's client certificate approved.",
            Use.apply("certificatesigningrequests.yaml")),
    /** Whose later requests are approved. */
    RENEWAL_BINDING(
            "renewal.yaml",
            "Has the requests of nodes approved that renew their own client certificate.",
            Use.apply("renewal.yaml")),
    /** What kube-apiserver has to be told. */
    API_SERVER_FLAGS(
            "kube-apiserver.flags",
            "What kube-apiserver needs for TLS bootstrapping, beside its flags for etcd and service accounts.",
            new Use("kube-apiserver", "kube-apiserver $(cat kube-apiserver.flags)")),
    /** What kube-controller-manager has to be told. */
    CONTROLLER_MANAGER_FLAGS(
            "kube-controller-manager.flags",
            "What kube-controller-manager needs for it, beside its own kubeconfig.",
            new Use("kube-controller-manager", "kube-controller-manager $(cat kube-controller-manager.flags)")),
    /** What the kubelet has to be told. */
    KUBELET_FLAGS(
            "kubelet.flags",
            "What the kubelet needs for it, beside its configuration.",
            new Use("kubelet", "kubelet $(cat kubelet.flags)")),
    /** What anybody may know of the cluster. */
    CLUSTER_INFO(
            "cluster-info.yaml",
            "Where the API server is and who its CA is, for anybody to read; signed with the token.",
            Use.apply("cluster-info.yaml")),
    /** Who may know it. */
    CLUSTER_INFO_READER(
            "cluster-info-reader.yaml",
            "Lets anybody read it, as nodes do that have no credentials yet; kubeadm init makes the same.",
            Use.apply("cluster-info-reader.yaml")),
    /** What a new node runs. */
    JOIN_COMMAND(
            "join-command.txt",
            "Joins a node to a cluster that kubeadm has made, without a bootstrap kubeconfig; node-agent takes its arguments"
                    + " for any cluster.",
            new Use("the node", "sh join-command.txt")),
    /** What a new node has. */
    BOOTSTRAP_KUBECONFIG(
            "bootstrap-kubelet.conf",
            "Where the API server is, who its CA is, and the token.",
            new Use("kubelet", "--bootstrap-kubeconfig=bootstrap-kubelet.conf")),
    /** The request, new. */
    REQUEST(
            "node-csr.yaml",
            "The request as the node sends it. A kubelet makes its own; this one is there to be tried.",
            new Use("API server", "kubectl --kubeconfig=bootstrap-kubelet.conf create -f node-csr.yaml")),
    /** The request, answered. */
    ISSUED_REQUEST(
            "issued-csr.yaml", "The request as the API server holds it in the end, with approval and certificate."),
    /** The node's certificate and key. */
    NODE_CERTIFICATE(
            "node/pki/kubelet-client-*.pem",
            "The node's certificate with its private key, as a kubelet stores them; a renewal adds another.",
            new Use("kubelet", "--cert-dir=node/pki")),
    /** The node's certificate and key of today. */
    NODE_CURRENT(
            "node/pki/kubelet-client-current.pem",
            "A link to the newest of them, which the kubeconfig names.",
            new Use("kubelet", "--cert-dir=node/pki")),
    /** The node's kubeconfig. */
    NODE_KUBECONFIG(
            "node/kubelet.conf",
            "Where the API server is, who its CA is, and where the node's certificate is. While it works, the kubelet"
                    + " looks neither at the bootstrap kubeconfig nor at the token.",
            new Use("kubelet", "--kubeconfig=node/kubelet.conf"));

    private final String path;
    private final String purpose;
    private final List<Use> uses;

    StoryFile(String path, String purpose, Use... uses) {
        this.path = path;
        this.purpose = purpose;
        this.uses = List.of(uses);
    }

    /** {@return where it is in the folder; an asterisk stands for a time} */
    public String path() {
        return path;
    }

    /** {@return whether it holds a private key or a token, and is for its owner only} */
    public boolean isSecret() {
        return switch (this) {
            case CA_KEY,
                    SERVING_KEY,
                    TOKEN_FILE,
                    TOKEN_SECRET,
                    JOIN_COMMAND,
                    BOOTSTRAP_KUBECONFIG,
                    NODE_CERTIFICATE,
                    NODE_CURRENT -> true;
            default -> false;
        };
    }

    String purpose() {
        return purpose;
    }

    List<Use> uses() {
        return uses;
    }

    /**
     * How a file is given to somebody.
     *
     * @param whom a component, or another party
     * @param how  a flag or a command, in the folder
     */
    record Use(String whom, String how) {

        static Use apply(String file) {
            return new Use("API server", "kubectl apply -f " + file);
        }
    }
}
