package io.github.kubetls.examples.hostile;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.access.BearerToken;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.ProofOfPossession;
import io.github.kubetls.component.ApiServerFlags;
import io.github.kubetls.component.AuthenticationConfiguration;
import io.github.kubetls.component.AuthorizationConfiguration;
import io.github.kubetls.component.ControllerManagerFlags;
import io.github.kubetls.component.KubeletFlags;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.discovery.CaPin;
import io.github.kubetls.discovery.ClusterInfo;
import io.github.kubetls.discovery.DiscoverySettings;
import io.github.kubetls.discovery.DocumentLocation;
import io.github.kubetls.discovery.FileDiscovery;
import io.github.kubetls.discovery.JoinCommand;
import io.github.kubetls.discovery.KubeconfigState;
import io.github.kubetls.discovery.TokenDiscovery;
import io.github.kubetls.fixtures.Secrets;
import io.github.kubetls.kubeadm.CertificateKey;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeadm.KubeadmConfiguration;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.kubeconfig.client.CredentialPluginPolicy;
import io.github.kubetls.kubeconfig.client.ExecCredential;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.manifest.Places;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.podcertificate.PodCertificateRequest;
import io.github.kubetls.podcertificate.PodCertificateSource;
import io.github.kubetls.podcertificate.PodKeyType;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.kubectl.CreateCommand;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.BootstrapTokenSettings;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import io.github.kubetls.token.TokenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every way in, by name. {@link EntriesTest} finds those that are missing. */
final class Entries {

    private static final List<Entry> ALL = new ArrayList<>();

    static {
        tokens();
        certificates();
        objects();
        components();
        files();
    }

    private Entries() {}

    static List<Entry> all() {
        return List.copyOf(ALL);
    }

    static Entry named(String name) {
        return ALL.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no entry is named " + name));
    }

    private static void text(String name, Function<String, Object> reader, List<String> seeds) {
        ALL.add(Entry.ofText(name, reader, seeds));
    }

    private static void bytes(String name, Function<byte[], Object> reader, List<byte[]> seeds) {
        ALL.add(Entry.ofBytes(name, reader, seeds));
    }

    private static void tokens() {
        text("BootstrapToken.parse", BootstrapToken::parse, Seeds.TOKENS);
        text("BootstrapToken.parseId", BootstrapToken::parseId, List.of("07401b"));
        text("BearerToken.fromHeader", BearerToken::fromHeader, Seeds.HEADERS);
        text("Credentials.fromHeader", Credentials::fromHeader, Seeds.HEADERS);
        text("BearerToken.findings", BearerToken::findings, Seeds.TOKENS);
        text("BootstrapTokenSettings.parseTtl", BootstrapTokenSettings::parseTtl, Seeds.DURATIONS);
        text("BootstrapTokenSettings.parseAll", BootstrapTokenSettings::parseAll, Seeds.kubeadm());
        text("BootstrapTokenSecret.parse", BootstrapTokenSecret::parse, Seeds.bootstrapTokenSecrets());
        text("BootstrapTokenSecret.parseAll", BootstrapTokenSecret::parseAll, Seeds.bootstrapTokenSecrets());
        text("Secret.parse", Secret::parse, Seeds.secrets());
        text("Secret.parseAll", Secret::parseAll, Seeds.secrets());
        text("ServiceAccountTokenSecret.parse", ServiceAccountTokenSecret::parse, Seeds.serviceAccountSecrets());
        text("ServiceAccountTokenSecret.parseAll", ServiceAccountTokenSecret::parseAll, Seeds.serviceAccountSecrets());
        text("ServiceAccountTokenSecret.decodeToken", ServiceAccountTokenSecret::decodeToken, Seeds.encodedTokens());
        text("TokenFile.parse", TokenFile::parse, Seeds.tokenFiles());
        bytes("TokenFile.parse of bytes", TokenFile::parse, Seeds.utf8(Seeds.tokenFiles()));
        text("TokenFile.findings", TokenFile::findings, Seeds.tokenFiles());
        text(
                "BootstrapTokenSecret.violationsOfExtraGroup",
                BootstrapTokenSecret::violationsOfExtraGroup,
                List.of("system:bootstrappers:worker"));
        text("CertificateKey.parse", CertificateKey::parse, List.of(Seeds.CERTIFICATE_KEY));
    }

    private static void certificates() {
        text("KeyAlgorithm.parse", KeyAlgorithm::parse, Seeds.KEY_ALGORITHMS);
        text("PodKeyType.parse", PodKeyType::parse, List.of("ECDSAP256", "ED25519", "RSA3072"));
        text("Pem.blocks", Pem::blocks, Seeds.pems());
        text("Pem.parseCertificates", Pem::parseCertificates, Seeds.certificates());
        text("Pem.parseOnlyCertificates", Pem::parseOnlyCertificates, Seeds.certificates());
        text("Pem.parsePrivateKey", Pem::parsePrivateKey, Seeds.keys());
        text("Pem.parseTlsPrivateKey", Pem::parseTlsPrivateKey, Seeds.keys());
        text("Pem.parsePublicKeys", Pem::parsePublicKeys, Seeds.publicKeys());
        text("CertificateAndKey.parse", CertificateAndKey::parse, Seeds.pairs());
        text(
                "CertificateAndKey.parse of two texts",
                text -> CertificateAndKey.parse(Seeds.certificates().get(0), text),
                Seeds.keys());
        text("CertificateAuthority.parse", text -> CertificateAuthority.parse(text, text), Seeds.authorities());
        text("CertificateRequest.parse", CertificateRequest::parse, Seeds.requests());
        text("CertificateRequest.parseForeign", CertificateRequest::parseForeign, Seeds.requests());
        bytes("CertificateRequest.parseDer", CertificateRequest::parseDer, Seeds.der(Seeds.requests()));
        text("ClientCertificateAuthenticator.parse", ClientCertificateAuthenticator::parse, Seeds.certificates());
        bytes("ProofOfPossession.of", bytes -> ProofOfPossession.of(bytes, bytes), Seeds.der(Seeds.publicKeys()));
    }

    private static void objects() {
        text("CertificateSigningRequest.parse", CertificateSigningRequest::parse, Seeds.signingRequests());
        text("CertificateSigningRequest.parseAll", CertificateSigningRequest::parseAll, Seeds.signingRequests());
        text("ClusterTrustBundle.parse", ClusterTrustBundle::parse, Seeds.trustBundles());
        text("ClusterTrustBundle.parseAll", ClusterTrustBundle::parseAll, Seeds.trustBundles());
        text("PodCertificateRequest.parse", PodCertificateRequest::parse, Seeds.podRequests());
        text("PodCertificateRequest.parseAll", PodCertificateRequest::parseAll, Seeds.podRequests());
        text("PodCertificateSource.parseAll", PodCertificateSource::parseAll, Seeds.pods());
        text("ClusterInfo.parse", Entries::clusterInfo, Seeds.clusterInfos());
        text("ClusterInfo.of", text -> ClusterInfo.of(text), Seeds.kubeconfigs());
        text("KubeadmCertsSecret.parse", KubeadmCertsSecret::parse, Seeds.kubeadmCerts());
        text("RbacObject.parse", RbacObject::parse, Seeds.rbac());
        text("RbacObject.parseAll", RbacObject::parseAll, Seeds.rbac());
        text("RbacObject.findings", RbacObject::findings, Seeds.rbac());
        text("RbacObject.violations", RbacObject::violations, Seeds.rbac());
        text(
                "RbacObject.violationsOfUpdate",
                text -> RbacObject.violationsOfUpdate(Seeds.storedBinding(), text),
                Seeds.rbac());
        text("ClusterRole.parse", ClusterRole::parse, Seeds.rbac());
        text("ClusterRole.parseAll", ClusterRole::parseAll, Seeds.rbac());
        text("Role.parse", Role::parse, Seeds.rbac());
        text("Role.parseAll", Role::parseAll, Seeds.rbac());
        text("ClusterRoleBinding.parse", ClusterRoleBinding::parse, Seeds.rbac());
        text("ClusterRoleBinding.parseAll", ClusterRoleBinding::parseAll, Seeds.rbac());
        text("RoleBinding.parse", RoleBinding::parse, Seeds.rbac());
        text("RoleBinding.parseAll", RoleBinding::parseAll, Seeds.rbac());
        text("CreateCommand.parse", text -> CreateCommand.parse(List.of(text.split(" "))), Seeds.CREATE_COMMANDS);
        text("Places.of", Places::of, Seeds.secrets());
    }

    /** The signature of a token, too: a JWS. */
    private static Object clusterInfo(String text) {
        ClusterInfo info = ClusterInfo.parse(text);
        info.verify(BootstrapToken.parse(Secrets.TOKEN));
        info.runSigner(List.of(Secrets.sound().secret()), Seeds.NOW);
        return info;
    }

    private static void components() {
        text("KubernetesRelease.parse", KubernetesRelease::parse, List.of("1.20", "v1.36.4", "1.37"));
        text("ApiServerFlags.parse", ApiServerFlags::parse, Seeds.flags());
        text("ControllerManagerFlags.parse", ControllerManagerFlags::parse, Seeds.flags());
        text("KubeletFlags.parse", KubeletFlags::parse, Seeds.flags());
        text("KubeletConfiguration.parse", KubeletConfiguration::parse, Seeds.kubeletConfigurations());
        text("AuthenticationConfiguration.parse", AuthenticationConfiguration::parse, Seeds.authentications());
        text("AuthorizationConfiguration.parse", AuthorizationConfiguration::parse, Seeds.authorizations());
        text("KubeadmConfiguration.parse", KubeadmConfiguration::parse, Seeds.kubeadm());
    }

    private static void files() {
        text("Kubeconfig.parse", Kubeconfig::parse, Seeds.kubeconfigs());
        text("ClusterInfo.kubeadm", text -> ClusterInfo.kubeadm(Kubeconfig.parse(text)), Seeds.kubeconfigs());
        text("FileDiscovery.parse", FileDiscovery::parse, Seeds.kubeconfigs());
        text("DiscoverySettings.parse", DiscoverySettings::parse, Seeds.kubeadm());
        text("JoinCommand.parse", JoinCommand::parse, Seeds.joinCommands());
        text("CaPin.parse", CaPin::parse, Seeds.PINS);
        text("CaPin.parseAll", text -> CaPin.parseAll(List.of(text.split(","))), Seeds.PINS);
        text("DocumentLocation.parse", DocumentLocation::parse, Seeds.LOCATIONS);
        text("TokenDiscovery.violationsOfEndpoint", TokenDiscovery::violationsOfEndpoint, Seeds.ENDPOINTS);
        text("ExecCredential.parse", ExecCredential::parse, Seeds.EXEC_CREDENTIALS);
        text(
                "ExecCredential.parse of a version",
                text -> ExecCredential.parse(text, Seeds.EXEC_VERSION),
                Seeds.EXEC_CREDENTIALS);
        text("CredentialPluginPolicy.parse", CredentialPluginPolicy::parse, Seeds.KUBERCS);
        text(
                "KubeconfigState.ofClientCertificate",
                text -> KubeconfigState.ofClientCertificate(text, text),
                Seeds.pairs());
        text("Auditor.audit", FolderAudit::of, Seeds.audited());
        text("Secret.fromMap", Entries::secretOf, List.of("MDc0MDFi"));
    }

    private static Object secretOf(String encoded) {
        return Secret.fromMap(Map.of(
                "apiVersion", "v1", "kind", "Secret", "metadata", Map.of("name", "a"), "data", Map.of("a", encoded)));
    }
}
