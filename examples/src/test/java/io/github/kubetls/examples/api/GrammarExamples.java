package io.github.kubetls.examples.api;

import io.github.kubetls.Finding;
import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.discovery.KubeletBootstrap;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.PemSource;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The examples of {@code docs/api-grammar.md}, which is made of them; that they compile is their test. */
final class GrammarExamples {

    private GrammarExamples() {}

    static void make(Instant now) {
        // region make
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.ECDSA_P256, now);
        Cluster cluster = Cluster.of("https://10.0.0.1:6443", PemSource.inline(ca.certificatePem()));
        BootstrapTokenSecret secret = BootstrapTokenSecret.builder(BootstrapToken.generate())
                .expiration(now.plus(Duration.ofHours(24)))
                .build();
        Kubeconfig kubeconfig = Kubeconfig.bootstrap(cluster, secret.token()); // a preset
        // endregion
    }

    static void change(Cluster cluster) {
        // region change
        Cluster behindProxy = cluster.toBuilder().proxyUrl("http://proxy:3128").build();
        // endregion
    }

    static void read(String yaml, Map<String, ?> map) throws IOException {
        // region read
        Kubeconfig kubeconfig = Kubeconfig.read(Path.of("admin.conf"));
        List<RbacObject> objects = RbacObject.parseAll(yaml);
        ObjectMeta metadata = ObjectMeta.fromMap(map);
        // endregion
    }

    static void write(BootstrapTokenSecret secret, Kubeconfig kubeconfig) throws IOException {
        // region write
        String yaml = secret.toYaml();
        String json = secret.toJson();
        Map<String, Object> map = secret.toMap(); // for the client of your choice
        kubeconfig.write(Path.of("bootstrap-kubelet.conf")); // a new file has mode 0600
        // endregion
    }

    static void judge(
            Kubeconfig kubeconfig, CertificateSigningRequest csr, Binding binding, Binding stored, Instant now) {
        // region judge
        for (Finding finding : kubeconfig.findings(now)) {
            System.out.println(finding.location() + ": " + finding.message() + "; " + finding.fix());
        }
        List<FieldError> refused = csr.violations(); // spec.usages: Required value, …
        List<FieldError> unchangeable = binding.violationsOfUpdate(stored); // roleRef: Invalid value: …
        // endregion
    }

    static void decide(KubeletBootstrap bootstrap, UserInfo user, Instant now) {
        // region decide
        RbacAuthorizer rbac = RbacAuthorizer.of(BootstrapPolicy.objects("system:bootstrappers"));
        AccessDecision access = rbac.authorize(
                user, Attributes.resource("create", "certificates.k8s.io", "certificatesigningrequests"));
        KubeletBootstrap.Decision next = bootstrap.decide(now); // use the kubeconfig, bootstrap first, …
        // endregion
    }
}
