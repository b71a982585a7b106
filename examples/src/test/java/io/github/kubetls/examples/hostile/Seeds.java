package io.github.kubetls.examples.hostile;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Recorded;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.rbac.RbacObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that are read: recorded, of the samples, and written by hand. All are the same in every run. */
final class Seeds {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    static final List<String> TOKENS = List.of(Secrets.TOKEN, "q3w4e5.r6t7y8u9i0o1p2a3");
    static final List<String> HEADERS = List.of("Bearer " + Secrets.TOKEN, "bearer  eyJhbGciOiJIUzI1NiJ9.e30.c2ln");
    static final List<String> DURATIONS =
            List.of("24h0m0s", "1.5h", "0", "-1ns", "2540400h10m10.000000001s", "0s", "1us2ms", "+5m");
    static final List<String> KEY_ALGORITHMS = List.of("ECDSA-P256", "RSA-2048", "Ed25519");
    static final List<String> PINS = List.of("sha256:93400f3508bbc6ad6a4ac816f400624c894744aeb926e4712588fd6d4d972a00");
    static final List<String> LOCATIONS =
            List.of("/etc/kubernetes/discovery.conf", "https://example.org:8443/a?b=c#d", "file.conf");
    static final List<String> ENDPOINTS = List.of("10.0.0.1:6443", "[fd00::1]:6443", "cluster.example.org:6443");
    static final String CERTIFICATE_KEY = "d04acfafe4ac53eb1b3bc1bb4e6ab8ff0b4b57ae86ed4bf5a3f0e0c2e0c5e8b7";
    static final String EXEC_VERSION = "client.authentication.k8s.io/v1";

    static final List<String> EXEC_CREDENTIALS = List.of(
            "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + EXEC_VERSION + "\",\"status\":{\"token\":\"3b1a7c5e9d\","
                    + "\"expirationTimestamp\":\"2026-11-25T12:00:00Z\"}}",
            "kind: ExecCredential\napiVersion: " + EXEC_VERSION + "\nspec:\n  interactive: false\n  cluster:\n"
                    + "    server: https://10.0.0.1:6443\n    certificate-authority-data: "
                    + base64(Vectors.W03_CA) + "\n    config: {audience: a}\n",
            "kind: ExecCredential\napiVersion: " + EXEC_VERSION + "\nstatus:\n  clientCertificateData: |\n"
                    + indented(Pairs.LEAF_CERTIFICATE) + "  clientKeyData: |\n" + indented(Pairs.LEAF_KEY));

    static final List<String> KUBERCS = List.of("""
            apiVersion: kubectl.config.k8s.io/v1beta1
            kind: Preference
            credentialPluginPolicy: Allowlist
            credentialPluginAllowlist:
            - name: aws
            - command: /usr/local/bin/gke-gcloud-auth-plugin
            defaults:
            - command: get
              options: [{name: output, default: yaml}]
            aliases: []
            """);

    static final List<String> CREATE_COMMANDS = List.of(
            "clusterrolebinding kubelet-bootstrap --clusterrole=system:node-bootstrapper"
                    + " --group=system:bootstrappers",
            "role reader --verb=get,list --resource=pods/log --resource-name=a -n b",
            "rolebinding b --role r --serviceaccount=ns:sa --user u");

    private Seeds() {}

    static List<byte[]> utf8(List<String> texts) {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** What is in the first block of each text. */
    static List<byte[]> der(List<String> pems) {
        return pems.stream().map(pem -> Pem.blocks(pem).get(0).bytes()).toList();
    }

    static List<String> bootstrapTokenSecrets() {
        return List.of(
                Secrets.sound()
                        .with("expiration", "2026-11-25T12:00:00Z")
                        .with("description", "one: two")
                        .with("auth-extra-groups", "system:bootstrappers:worker")
                        .secret()
                        .toYaml(),
                sample("sound/cluster/bootstrap-token.yaml"),
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: bootstrap-token-07401b, namespace: kube-system}
                type: bootstrap.kubernetes.io/token
                stringData:
                  token-id: 07401b
                  token-secret: f395accd246ae52d
                  usage-bootstrap-signing: "true"
                """);
    }

    static List<String> serviceAccountSecrets() {
        return List.of(Recorded.text("discovery/bootstrap-signer-token-secret.yaml"));
    }

    static List<String> secrets() {
        List<String> all = new ArrayList<>(bootstrapTokenSecrets());
        all.addAll(serviceAccountSecrets());
        all.add(Recorded.text("discovery/bootstrap-token-secrets.yaml"));
        all.add(Secrets.sound().secret().toJson());
        return all;
    }

    static List<String> encodedTokens() {
        return List.of(base64("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzIn0.c2lnbmF0dXJl"));
    }

    static List<String> tokenFiles() {
        return List.of(
                sample("sound/control-plane/token.csv"),
                sample("unsound/control-plane/token.csv"),
                "31ada4fd-adec-460c-809a-9e56ceb75269,\"a \"\"b\"\"\",1,\"g1,g2\"\r\n\r\ntoken2,u,\n");
    }

    static List<String> certificates() {
        return List.of(
                Pairs.LEAF_CERTIFICATE,
                Vectors.W03_CA + Pairs.LEAF_CERTIFICATE,
                Recorded.text("csr/ca.crt"),
                Recorded.text("kubeadm-pki/apiserver.crt"),
                Recorded.text("kubeadm-pki/configured/etcd/server.crt"),
                sample("unsound/control-plane/pki/apiserver.crt"));
    }

    static List<String> keys() {
        return List.of(Pairs.LEAF_KEY, Recorded.text("csr/ca.key"), Recorded.text("openssl/leaf/leaf.key"));
    }

    static List<String> publicKeys() {
        List<String> all = new ArrayList<>();
        all.add(Recorded.text("kubeadm-pki/configured/sa.pub"));
        Pairs.all().forEach(pair -> all.add(Pem.write(pair.certificate().getPublicKey())));
        all.add(Recorded.text("csr/ca.key"));
        return all;
    }

    static List<String> requests() {
        return List.of(Vectors.W02_REQUEST, sample("unsound/node/pki/kubelet.csr"));
    }

    static List<String> pems() {
        List<String> all = new ArrayList<>(certificates());
        all.addAll(keys());
        all.addAll(requests());
        all.add("text\n-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nA: b\n\nAAAA\n-----END X-----\n");
        return all;
    }

    static List<String> pairs() {
        return Pairs.all().stream().map(CertificateAndKey::toPem).toList();
    }

    static List<String> authorities() {
        return List.of(Recorded.text("csr/ca.crt") + Recorded.text("csr/ca.key"));
    }

    static List<String> signingRequests() {
        return List.of(
                sample("sound/cluster/csr.yaml"),
                sample("unsound/cluster/csrs.json"),
                CertificateSigningRequest.kubeletClient(CertificateRequest.parse(Vectors.W02_REQUEST))
                        .toYaml(),
                Recorded.text("csr/certificatesigningrequests.yaml"));
    }

    static List<String> trustBundles() {
        return List.of(sample("sound/cluster/trust-bundle.yaml"), sample("unsound/cluster/trust-bundle.yaml"));
    }

    static List<String> podRequests() {
        return List.of(
                """
                {"apiVersion": "certificates.k8s.io/v1", "kind": "PodCertificateRequest",
                 "metadata": {"namespace": "orders", "generateName": "req-",
                   "ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "api-0", "uid": "0b6c"}]},
                 "spec": {"signerName": "ca.orders.example/workload", "podName": "api-0", "podUID": "0b6c",
                   "serviceAccountName": "api", "serviceAccountUID": "77d1", "nodeName": "w1", "nodeUID": "e4a0",
                   "maxExpirationSeconds": 43200, "stubPKCS10Request": "%s",
                   "unverifiedUserAnnotations": {"orders.example/tier": "gold"}},
                 "status": {"conditions": [{"type": "Issued", "status": "True", "reason": "Signed", "message": "",
                     "lastTransitionTime": "2026-07-01T12:00:00Z"}],
                   "certificateChain": "-----BEGIN CERTIFICATE-----", "notBefore": "2026-07-01T11:56:00Z",
                   "beginRefreshAt": "2026-07-02T03:56:00Z", "notAfter": "2026-07-02T11:56:00Z"}}
                """.formatted(Base64.getEncoder().encodeToString(der(requests()).get(0))));
    }

    static List<String> pods() {
        return List.of("""
                apiVersion: v1
                kind: Pod
                metadata: {name: api-0, namespace: orders}
                spec:
                  volumes:
                  - name: certificates
                    projected:
                      sources:
                      - serviceAccountToken: {path: token}
                      - podCertificate:
                          signerName: ca.orders.example/workload
                          keyType: ECDSAP521
                          maxExpirationSeconds: 7200
                          credentialBundlePath: tls/bundle.pem
                          userAnnotations: {orders.example/tier: gold}
                """);
    }

    static List<String> clusterInfos() {
        return List.of(
                Recorded.text("discovery/cluster-info.yaml"),
                sample("sound/cluster/cluster-info.yaml"),
                sample("unsound/cluster/cluster-info.yaml"));
    }

    static List<String> kubeadmCerts() {
        return List.of(Recorded.text("kubeadm-pki/configured/kubeadm-certs.yaml"));
    }

    static List<String> kubeconfigs() {
        return List.of(
                Recorded.text("kubeconfig/admin.conf"),
                Recorded.text("kubeconfig/bootstrap-kubelet.conf"),
                Recorded.text("kubeconfig/kubelet-after-bootstrap.conf"),
                Recorded.text("discovery/cluster-info.kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                preferences: {colors: true}
                clusters:
                - name: c
                  cluster: {server: "https://h:6443", tls-server-name: t, proxy-url: "socks5://p", insecure-skip-tls-verify: true}
                contexts:
                - name: x
                  context: {cluster: c, user: u, namespace: ns, extensions: [{name: e, extension: {a: [1, 2.5, null]}}]}
                current-context: x
                users:
                - name: u
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      command: aws
                      args: [eks, get-token]
                      env: [{name: A, value: b}]
                      interactiveMode: IfAvailable
                - name: v
                  user: {username: v, password: "3b1a7c5e9d", as: w, as-groups: [g], as-user-extra: {k: [v]}}
                - name: p
                  user: {auth-provider: {name: oidc, config: {refresh-token: "3b1a7c5e9d", idp-issuer-url: "https://i"}}}
                - name: t
                  user: {token: "3b1a7c5e9d", tokenFile: /t}
                """);
    }

    static List<String> rbac() {
        return List.of(
                sample("sound/cluster/rbac.yaml"),
                // The last document is of a version that is gone.
                sample("unsound/cluster/rbac.yaml").replaceFirst("(?s)\n---\napiVersion: [a-z.0-9]*/v1beta1.*", "\n"),
                role(
                        "ClusterRole",
                        "",
                        "aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b},"
                                + " matchExpressions: [{key: k, operator: In, values: [v]}]}]}\n"),
                role("Role", "namespace: ns, ", ""),
                binding("RoleBinding", "namespace: ns, "),
                binding("ClusterRoleBinding", ""),
                Recorded.text("rbac/rolebindings.yaml"));
    }

    static RbacObject storedBinding() {
        return RbacObject.parse(binding("RoleBinding", "namespace: ns, "));
    }

    private static String role(String kind, String namespace, String rest) {
        return "apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "\nmetadata: {" + namespace + "name: r}\n"
                + "rules:\n- apiGroups: [certificates.k8s.io]\n  resources: [certificatesigningrequests]\n"
                + "  verbs: [create, get]\n  resourceNames: [a]\n" + rest;
    }

    private static String binding(String kind, String namespace) {
        return "apiVersion: rbac.authorization.k8s.io/v1\nkind: " + kind + "\nmetadata: {" + namespace + "name: b}\n"
                + "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}\nsubjects:\n"
                + "- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: \"system:bootstrappers\"}\n"
                + "- {kind: ServiceAccount, name: s, namespace: ns}\n";
    }

    static List<String> flags() {
        return List.of(
                sample("sound/node/kubelet.flags"),
                "--enable-bootstrap-token-auth=true\n--client-ca-file=/a\n--token-auth-file=/b\n"
                        + "--authorization-mode=Node,RBAC\n--tls-cert-file=/c d\n--kubelet-client-key=/e\n",
                "--cluster-signing-cert-file=/a\n--cluster-signing-key-file=/b\n"
                        + "--cluster-signing-duration=8760h\n--controllers=*,bootstrapsigner,-tokencleaner\n");
    }

    static List<String> kubeletConfigurations() {
        return List.of(sample("sound/node/kubelet-config.yaml"), sample("unsound/node/kubelet-config.yaml"));
    }

    static List<String> authentications() {
        return List.of("""
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                anonymous: {enabled: true, conditions: [{path: /livez}]}
                jwt:
                - issuer: {url: "https://issuer.example", audiences: [a], audienceMatchPolicy: MatchAny}
                  claimMappings: {username: {claim: sub, prefix: ""}}
                """);
    }

    static List<String> authorizations() {
        return List.of("""
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthorizationConfiguration
                authorizers:
                - {type: Node, name: node}
                - {type: RBAC, name: rbac}
                - type: Webhook
                  name: w
                  webhook: {timeout: 3s, subjectAccessReviewVersion: v1, failurePolicy: Deny}
                """);
    }

    static List<String> kubeadm() {
        return List.of("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: InitConfiguration
                bootstrapTokens:
                - token: 07401b.f395accd246ae52d
                  ttl: 24h0m0s
                  usages: [signing, authentication]
                  groups: ["system:bootstrappers:kubeadm:default-node-token"]
                certificateKey: d04acfafe4ac53eb1b3bc1bb4e6ab8ff0b4b57ae86ed4bf5a3f0e0c2e0c5e8b7
                ---
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: ClusterConfiguration
                kubernetesVersion: v1.36.0
                encryptionAlgorithm: ECDSA-P384
                certificateValidityPeriod: 8760h
                """, """
                apiVersion: kubeadm.k8s.io/v1beta3
                kind: JoinConfiguration
                discovery:
                  bootstrapToken:
                    apiServerEndpoint: 10.0.0.1:6443
                    token: 07401b.f395accd246ae52d
                    caCertHashes: ["sha256:93400f3508bbc6ad6a4ac816f400624c894744aeb926e4712588fd6d4d972a00"]
                  timeout: 5m0s
                  tlsBootstrapToken: q3w4e5.r6t7y8u9i0o1p2a3
                """, Recorded.text("kubeadm-pki/configured/kubeadm.yaml"));
    }

    static List<String> joinCommands() {
        return List.of(
                Recorded.text("discovery/join-command.txt"),
                "kubeadm join 10.0.0.1:6443 --token 07401b.f395accd246ae52d \\\n\t--discovery-token-ca-cert-hash "
                        + PINS.get(0) + " \\\n\t--control-plane --certificate-key " + CERTIFICATE_KEY);
    }

    /** The name of a file of the samples, a line feed, what is in it. */
    static List<String> audited() {
        try (Stream<Path> files = Files.walk(Path.of("samples"))) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> file.getFileName() + "\n" + text(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sample(String name) {
        return text(Path.of("samples", name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String indented(String text) {
        return text.lines().map(line -> "    " + line + "\n").reduce("", String::concat);
    }
}
