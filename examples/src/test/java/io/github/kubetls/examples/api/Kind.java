package io.github.kubetls.examples.api;

import java.util.Set;

/** What sort of value a type is, which decides the verbs that it has to have. */
enum Kind {
    OBJECT(
            "Objects of the API",
            "What the API server stores. They come from YAML, JSON and files, go back there, and can be judged.",
            ""),
    DOCUMENT(
            "Documents",
            "A file or a text with a form of its own, which a component or a person reads.",
            "AuthenticationConfiguration AuthorizationConfiguration BootstrapTokenSettings CertificateAndKey CertificateAuthority CertificateRequest ApiServerFlags"
                    + " ControllerManagerFlags CredentialPluginPolicy KubeletFlags DiscoverySettings ExecCredential JoinCommand Kubeconfig"
                    + " KubeadmConfiguration KubeletConfiguration TokenFile"),
    PART(
            "Parts",
            "They stand in an object or a document, and are read, written and judged with it.",
            "AggregationRule AuthInfo AuthProviderConfig CertificateTemplate Cluster Condition Context"
                    + " DistinguishedName ExecConfig LabelSelector ObjectMeta PemSource PodCertificateSource PodIdentity"
                    + " PolicyRule ProofOfPossession RoleRef StaticToken Subject SubjectAltNames UserInfo"),
    WORD(
            "Words",
            "A single text with rules of its own.",
            "BearerToken BootstrapToken CaPin CertificateKey KeyUsage KubernetesRelease SignerName"),
    ARGUMENT(
            "Arguments",
            "Made by a program for a call of the library.",
            "Attributes CertificateContent ClusterEdit ConfigOverrides ContextEdit Credentials CredentialsEdit"
                    + " DocumentLocation LiveObjects SigningProfile Validity"),
    ANSWER(
            "Answers",
            "Made by the library; whoever asked reads them.",
            "AccessDecision ApprovalDecision Authentication Code CreateCommand DiscoveredCluster"
                    + " DiscoveryStep EscalationCheck Explanation FieldError Finding IssuanceProgress KubeadmFiles"
                    + " KubeconfigState LoadedKubeconfig Location PodSigningOutcome Reconciliation SigningOutcome StoredCertificate");

    private final String heading;
    private final String sentence;
    private final Set<String> types;

    Kind(String heading, String sentence, String types) {
        this.heading = heading;
        this.sentence = sentence;
        this.types = types.isEmpty() ? Set.of() : Set.of(types.split(" "));
    }

    String heading() {
        return heading;
    }

    String sentence() {
        return sentence;
    }

    /** The simple names of the types; those of objects are not listed, for whatever is a {@code Manifest} is one. */
    Set<String> types() {
        return types;
    }
}
