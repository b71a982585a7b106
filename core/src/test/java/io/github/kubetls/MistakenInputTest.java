package io.github.kubetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.component.AuthenticationConfiguration;
import io.github.kubetls.component.AuthorizationConfiguration;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.ClusterTrustBundle;
import io.github.kubetls.fixtures.Vectors;
import io.github.kubetls.kubeadm.CertificateKey;
import io.github.kubetls.kubeadm.KubeadmCertsSecret;
import io.github.kubetls.kubeadm.KubeadmConfiguration;
import io.github.kubetls.kubelet.KubeletConfiguration;
import io.github.kubetls.manifest.Secret;
import io.github.kubetls.token.BootstrapToken;
import io.github.kubetls.token.BootstrapTokenSecret;
import io.github.kubetls.token.BootstrapTokenSettings;
import io.github.kubetls.token.ServiceAccountTokenSecret;
import io.github.kubetls.token.TokenFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people give to a parser by mistake, each to each of them: the message says what it is, and shows nothing of it. */
class MistakenInputTest {

    private static final CertificateAuthority CA =
            CertificateAuthority.generate("ca", KeyAlgorithm.ECDSA_P256, Instant.parse("2026-01-31T12:00:00Z"));
    private static final String CERTIFICATE = CA.certificatePem();
    private static final String KEY = CA.keyPem();
    private static final String REQUEST = Vectors.W02_REQUEST;

    private static final Map<String, Function<String, Object>> PARSERS = new LinkedHashMap<>();

    static {
        PARSERS.put("certificates", Pem::parseCertificates);
        PARSERS.put("private key", Pem::parsePrivateKey);
        PARSERS.put("TLS private key", Pem::parseTlsPrivateKey);
        PARSERS.put("public keys", Pem::parsePublicKeys);
        PARSERS.put("request", CertificateRequest::parse);
        PARSERS.put("foreign request", CertificateRequest::parseForeign);
        PARSERS.put("request in DER", text -> CertificateRequest.parseDer(text.getBytes(StandardCharsets.ISO_8859_1)));
        PARSERS.put("certificate of a pair", text -> CertificateAndKey.parse(text, KEY));
        PARSERS.put("key of a pair", text -> CertificateAndKey.parse(CERTIFICATE, text));
        PARSERS.put("pair in one text", CertificateAndKey::parse);
        PARSERS.put("certificate of a CA", text -> CertificateAuthority.parse(text, KEY));
        PARSERS.put("key of a CA", text -> CertificateAuthority.parse(CERTIFICATE, text));
        PARSERS.put("bootstrap token", BootstrapToken::parse);
        PARSERS.put("certificate key", CertificateKey::parse);
        PARSERS.put("token file", TokenFile::parse);
        PARSERS.put("token file in bytes", text -> TokenFile.parse(text.getBytes(StandardCharsets.ISO_8859_1)));
        PARSERS.put("Secret", Secret::parse);
        PARSERS.put("Secrets", Secret::parseAll);
        PARSERS.put("token Secret", BootstrapTokenSecret::parse);
        PARSERS.put("token Secrets", BootstrapTokenSecret::parseAll);
        PARSERS.put("account Secret", ServiceAccountTokenSecret::parse);
        PARSERS.put("kubeadm-certs", KubeadmCertsSecret::parse);
        PARSERS.put("tokens of kubeadm", BootstrapTokenSettings::parseAll);
        PARSERS.put("kubeadm", KubeadmConfiguration::parse);
        PARSERS.put("authentication", AuthenticationConfiguration::parse);
        PARSERS.put("authorization", AuthorizationConfiguration::parse);
        PARSERS.put("kubelet", KubeletConfiguration::parse);
        PARSERS.put("CertificateSigningRequest", CertificateSigningRequest::parse);
        PARSERS.put("CertificateSigningRequests", CertificateSigningRequest::parseAll);
        PARSERS.put("ClusterTrustBundle", ClusterTrustBundle::parse);
        PARSERS.put("ClusterTrustBundles", ClusterTrustBundle::parseAll);
    }

    /** Takes objects of all kinds, and leaves out those of others. */
    private static final Set<String> STREAMS = Set.of(
            "Secrets", "token Secrets", "tokens of kubeadm", "CertificateSigningRequests", "ClusterTrustBundles");

    private static final Set<String> OF_CERTIFICATES =
            Set.of("certificates", "public keys", "certificate of a pair", "certificate of a CA");

    private static final Set<String> OF_KEYS =
            Set.of("private key", "TLS private key", "public keys", "key of a pair", "key of a CA");

    static Stream<Arguments> mistakes() {
        String utf16 =
                new String("a: b, c, d\n".repeat(9).getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
        return Stream.of(
                arguments("certificate", CERTIFICATE, "CERTIFICATE", OF_CERTIFICATES),
                arguments("private key", KEY, "PRIVATE KEY", OF_KEYS),
                arguments("request", REQUEST, "CERTIFICATE REQUEST", Set.of("request", "foreign request")),
                arguments(
                        "a form of openssl",
                        CERTIFICATE
                                .replace("CERTIFICATE-", "TRUSTED CERTIFICATE-")
                                .replace("BEGIN CERT", "BEGIN TRUSTED CERT"),
                        "TRUSTED CERTIFICATE, which only openssl reads",
                        Set.of("public keys")),
                arguments(
                        "encrypted key",
                        Pem.Block.of("ENCRYPTED PRIVATE KEY", new byte[99]).toPem(),
                        "encrypted",
                        Set.of()),
                arguments(
                        "encrypted key of old",
                        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
                                + "AAAA\n-----END RSA PRIVATE KEY-----\n",
                        "encrypted",
                        Set.of(
                                "certificates",
                                "public keys",
                                "request",
                                "foreign request",
                                "certificate of a pair",
                                "certificate of a CA",
                                "pair in one text")),
                arguments("cut off", CERTIFICATE.substring(0, 300), "a PEM block CERTIFICATE", Set.of()),
                arguments("indented", CERTIFICATE.indent(2), "does not begin its line", Set.of()),
                arguments(
                        "line ends written out",
                        CERTIFICATE.replace("\n", "\\n"),
                        "\\n written out in place of line ends",
                        Set.of()),
                arguments("base64", base64(CERTIFICATE), "base64 of a PEM block CERTIFICATE", Set.of()),
                arguments("base64 twice", base64(base64(CERTIFICATE)), "base64 of base64 of a PEM block", Set.of()),
                arguments(
                        "DER",
                        new String(Pem.blocks(CERTIFICATE).get(0).bytes(), StandardCharsets.ISO_8859_1),
                        "DER",
                        Set.of("request in DER", "token file")),
                arguments("UTF-16", utf16, "UTF-16", Set.of()),
                arguments("UTF-16 with a mark", "\u00FF\u00FE" + utf16, "UTF-16", Set.of("token file")),
                arguments("hidden by kubectl", "DATA+OMITTED", "--raw", Set.of()),
                arguments("a page", "<!DOCTYPE html>\n<html><title>Sign in: x</title></html>\n", "HTML", Set.of()),
                arguments("compressed", "\u001F\u008B\b\0abc\u0001", "gzip", Set.of("token file")),
                arguments("archive", "PK\u0003\u0004abc\0", "ZIP", Set.of()),
                arguments("bootstrap token", "07401b.f395accd246ae52d", "a bootstrap token", Set.of("bootstrap token")),
                arguments(
                        "join command",
                        "kubeadm join 10.0.0.1:6443 --token 07401b.f395accd246ae52d",
                        "a command line of kubeadm",
                        Set.of()),
                arguments(
                        "token file",
                        "31ada4fd-adec-460c-809a-9e56ceb75269,alice,7\n",
                        "a token file",
                        Set.of("token file", "token file in bytes")),
                arguments("JWT", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.c2ln", "a JSON web token", Set.of()),
                arguments("variables", "KUBELET_KUBEADM_ARGS=\"--x=y\"\n", "a file of environment variables", Set.of()),
                arguments(
                        "another object",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s3cr3t}\n",
                        "a manifest of kind ConfigMap",
                        STREAMS),
                arguments(
                        "another object in JSON",
                        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\"}",
                        "a manifest of kind ConfigMap",
                        STREAMS));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhatItIs(String mistake, String text, String expected, Set<String> takenBy) {
        assertThat(PARSERS).allSatisfy((name, parser) -> {
            if (takenBy.contains(name)) {
                return;
            }
            assertThat(catchThrowable(() -> parser.apply(text)))
                    .as(name)
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining(expected)
                    .message()
                    .doesNotContain("s3cr3t", "f395accd246ae52d", "31ada4fd", "MII", "MHc");
        });
    }
}
