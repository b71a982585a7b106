package io.github.kubetls.examples.api;

import java.util.Map;
import java.util.TreeMap;

/** Types that hold a rule or a state and are asked, or that have static methods only: no values, each for its reason. */
final class Engines {

    private static final String TABLE = """
            ApiServerAuthenticator: asks authenticators in the order of the API server
            ApprovalPolicy: a rule, which a program may write itself
            Authenticator: a rule, which a program may write itself
            Authorizer: a rule, which a program may write itself
            BootstrapPolicy: names the objects that Kubernetes comes with
            BootstrapTokenAuthenticator: looks the Secret of a token up
            CertificateRotation: the state of a manager of certificates, moved from step to step
            CertificateSigner: signs with the key of an authority
            ClientCertificateAuthenticator: verifies chains up to the authorities that it holds
            ClientConfig: a connection with its credentials, which come from files and programs
            FileDiscovery: begins a discovery, whose steps are the values
            KubeadmPki: makes the files of a control plane from its settings
            KubeconfigFiles: a list of files that change while one looks
            KubeconfigView: a chain of changes that ends with `config()`
            KubectlEdits: a chain of changes that ends with `config()`
            KubeletBootstrap: decides from what the kubelet has found
            KubeletCertificateStore: a directory that changes while one looks
            KubeletServingPolicy: a rule made of chosen rules
            NodeAuthorizer: decides for nodes
            OwnerOnlyFile: writes files
            Pem: reads and writes the types of the JDK, which are the values
            PodCertificateRotation: the state of a certificate of a pod, moved from step to step
            PodCertificateSigner: signs with the key of an authority
            PodRequestAdmission: judges what the API server is sent
            PodRequestCleaner: decides about requests
            Places: finds fields in the text that it holds
            RbacAuthorizer: decides by the objects that it holds
            RequestCleaner: decides about requests
            RequestAdmission: judges what the API server is sent
            SelfSignedServingCertificate: makes what `CertificateAndKey` holds
            TokenCleaner: decides about Secrets
            TokenDiscovery: begins a discovery, whose steps are the values
            """;

    private Engines() {}

    /** The reasons by the simple names of the types. */
    static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        TABLE.lines().map(line -> line.split(": ", 2)).forEach(engine -> reasons.put(engine[0], engine[1]));
        return reasons;
    }
}
