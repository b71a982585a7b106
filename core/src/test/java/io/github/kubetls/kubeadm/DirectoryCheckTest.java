package io.github.kubetls.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.certificate.KeyUsage;
import io.github.kubetls.certificate.Pem;
import io.github.kubetls.certificate.SubjectAltNames;
import io.github.kubetls.fixtures.OldCertificates;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final Instant IN_TWO_YEARS = Instant.parse("2028-01-15T10:00:00Z");
    private static final KubeadmPki PKI = Pki.fast().build();
    private static final KubeadmPki OLD =
            Pki.fast().release(KubernetesRelease.of(20)).build();
    private static final KubeadmFiles FILES = PKI.generate(NOW);

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        FILES.write(directory);
    }

    private List<Finding> check() throws IOException {
        return PKI.findings(directory, NOW);
    }

    private static List<String> codes(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.severity() + " " + finding.code() + " " + finding.location())
                .toList();
    }

    private void delete(String... names) throws IOException {
        for (String name : names) {
            Files.delete(directory.resolve(name));
        }
    }

    private void replace(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void replace(KubeadmCertificate row, CertificateAndKey pair) throws IOException {
        replace(row.certificateFile(), pair.certificatePem());
        replace(row.keyFile(), pair.keyPem());
    }

    private static CertificateAndKey server(KubeadmCertificate signer, UnaryOperator<SubjectAltNames.Builder> names) {
        return FILES.authority(signer)
                .issuing("kube-apiserver", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .usages(KeyUsage.SERVER_AUTH)
                .subjectAltNames(names.apply(SubjectAltNames.builder()).build())
                .build();
    }

    // --- what is right

    @ParameterizedTest
    @ValueSource(ints = {20, 28, 29, 31, 36})
    void findsNothingInWhatIsWritten(int minor, @TempDir Path fresh) throws IOException {
        KubeadmPki pki = Pki.fast().release(KubernetesRelease.of(minor)).build();
        pki.generate(NOW).write(fresh);
        assertThat(pki.findings(fresh, NOW)).isEmpty();
        assertThat(pki.missing(fresh, NOW).toPem()).isEmpty();
    }

    @Test
    void everythingWillBeMadeInAnEmptyDirectory(@TempDir Path empty) throws IOException {
        Path none = empty.resolve("none");
        assertThat(PKI.findings(none, NOW))
                .hasSize(11)
                .allSatisfy(finding -> assertThat(finding.code()).isEqualTo("FILE_PENDING"))
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO));
        PKI.missing(none, NOW).write(none);
        assertThat(PKI.findings(none, NOW)).isEmpty();
    }

    @Test
    void makesOnlyWhatIsMissingWithTheCaThatIsThere() throws IOException {
        delete("apiserver.crt", "apiserver.key", "sa.key", "sa.pub");
        KubeadmFiles missing = PKI.missing(directory, NOW);
        assertThat(missing.toPem()).containsOnlyKeys("apiserver.key", "apiserver.crt", "sa.key", "sa.pub");
        missing.write(directory);
        assertThat(check()).isEmpty();
    }

    @Test
    void keysOfServiceAccountsThatAreThereAreNotInTheWay() throws IOException {
        delete("apiserver.crt", "apiserver.key");
        KubeadmFiles missing = PKI.missing(directory, NOW);
        assertThat(missing).hasToString("KubeadmFiles[apiserver.key, apiserver.crt]");
        missing.write(directory);
        assertThat(check()).isEmpty();
    }

    @Test
    void aCaAndWhatItSignsAreMadeAnewTogether() throws IOException {
        delete("front-proxy-ca.crt", "front-proxy-ca.key", "front-proxy-client.crt", "front-proxy-client.key");
        assertThat(PKI.missing(directory, NOW).certificates())
                .containsOnlyKeys(KubeadmCertificate.FRONT_PROXY_CA, KubeadmCertificate.FRONT_PROXY_CLIENT);
    }

    @Test
    void aWildcardStandsForOneLabel() throws IOException {
        replace(
                KubeadmCertificate.APISERVER,
                server(
                        KubeadmCertificate.CA,
                        names -> names.dnsNames(
                                        "cp-1",
                                        "kubernetes",
                                        "kubernetes.default",
                                        "KUBERNETES.default.SVC",
                                        "*.default.svc.cluster.local",
                                        "*.example.org")
                                .ipAddresses("10.96.0.1", "10.0.0.10")));
        assertThat(check()).isEmpty();
        assertThat(codes(Pki.fast()
                        .certSans("a.example.org", "*.example.org")
                        .build()
                        .findings(directory, NOW)))
                .isEmpty();
        assertThat(Pki.fast()
                        .certSans("a.b.example.org", "example.org", "*.b.example.org")
                        .build()
                        .findings(directory, NOW))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .endsWith("not valid for *.b.example.org, a.b.example.org, example.org"));
    }

    // --- what is wrong

    @ParameterizedTest
    @CsvSource({
        "ca.crt, FILE_MISSING, ca.crt, failure loading ca certificate",
        "apiserver.crt, FILE_MISSING, apiserver.crt, failure loading apiserver certificate",
        "apiserver.key, FILE_MISSING, apiserver.key, failure loading apiserver certificate",
        "etcd/peer.key, FILE_MISSING, etcd/peer.key, failure loading etcd/peer certificate",
        "sa.key, FILE_MISSING, sa.key, kubeadm replaces sa.pub",
        "sa.pub, FILE_MISSING, sa.pub, kube-apiserver does not start"
    })
    void halfAPairIsAnError(String file, String code, String location, String message) throws IOException {
        delete(file);
        assertThat(codes(check())).containsExactly("ERROR " + code + " " + location);
        assertThat(check().get(0).message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "ca.crt, CERTIFICATE_MISSING, failure loading ca certificate",
        "apiserver.crt, CERTIFICATE_MISSING, failure loading apiserver certificate",
        "etcd/server.key, PRIVATE_KEY_MISSING, failure loading etcd/server certificate",
        "sa.key, PRIVATE_KEY_MISSING, file sa.key existed but it could not be loaded properly",
        "sa.pub, PUBLIC_KEY_MISSING, kubeadm does not notice"
    })
    void whatCannotBeReadIsAnError(String file, String code, String message) throws IOException {
        replace(file, "");
        assertThat(codes(check())).containsExactly("ERROR " + code + " " + file);
        assertThat(check().get(0).message()).startsWith(message);
    }

    @Test
    void aCaThatCannotBeReadIsNotMadeAnew() throws IOException {
        delete("ca.key");
        replace("ca.crt", "");
        assertThat(codes(check())).containsExactly("ERROR CERTIFICATE_MISSING ca.crt");
    }

    @Test
    void kubeadmLoadsRsaAndEcdsaOnly() throws IOException {
        replace(
                "apiserver.key",
                Pem.write(KeyAlgorithm.ED25519.generateKeyPair().getPrivate()));
        assertThat(codes(check())).containsExactly("ERROR KEY_ALGORITHM_UNSUPPORTED apiserver.key");
    }

    /** Go 1.23 (x509negativeserial), and with it Kubernetes 1.32. */
    @Test
    void readsCertificatesAsTheReleaseDoes() throws IOException {
        byte[] der = Pem.blocks(FILES.toPem().get("front-proxy-ca.crt")).get(0).bytes();
        assertThat(der[13]).as("the tag of the serial number").isEqualTo((byte) 2);
        // The whole byte: FF before a byte with that bit would be one too many, and no DER.
        der[15] = (byte) 0x80;
        replace("front-proxy-ca.crt", Pem.Block.of(Pem.CERTIFICATE, der).toPem());
        assertThat(codes(check())).contains("ERROR CERTIFICATE_INVALID front-proxy-ca.crt");
        KubeadmPki before = Pki.fast().release(KubernetesRelease.of(31)).build();
        assertThat(codes(before.findings(directory, NOW)))
                .noneMatch(finding -> finding.contains("CERTIFICATE_INVALID"));
    }

    @Test
    void aCaFileMustBeACa() throws IOException {
        replace("ca.crt", FILES.toPem().get("apiserver.crt"));
        assertThat(codes(check())).containsExactly("ERROR CA_FLAG_MISSING ca.crt");
        assertThat(check().get(0).message()).isEqualTo("certificate ca is not a CA");
    }

    /** RFC 5280, 4.2.1.9: a path of length 0 forbids only CAs below it. */
    @Test
    void aCaMayForbidCasBelowIt() throws Exception {
        CertificateAuthority ca = FILES.authority(KubeadmCertificate.CA);
        KeyPair keys = KeyAlgorithm.keyPair(ca.privateKey());
        X500Name name =
                X500Name.getInstance(ca.certificate().getSubjectX500Principal().getEncoded());
        byte[] der = new X509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(NOW),
                        Date.from(IN_TWO_YEARS),
                        name,
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        replace("ca.crt", Pem.Block.of(Pem.CERTIFICATE, der).toPem());
        assertThat(check()).noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    @Test
    void aCaNeedsItsOwnKey() throws IOException {
        replace("ca.key", FILES.toPem().get("etcd/ca.key"));
        assertThat(codes(check())).containsExactly("ERROR KEY_MISMATCH ca.key");
    }

    /** An error, where kubeadm before 1.37 crashes. */
    @Test
    void aKeyOfAnotherKindDoesNotFit() throws IOException {
        String rsa = Pem.write(KeyAlgorithm.RSA_2048.generateKeyPair().getPrivate());
        replace("ca.key", rsa);
        assertThat(codes(check())).containsExactly("ERROR KEY_MISMATCH ca.key");
        replace("ca.key", FILES.toPem().get("ca.key"));
        replace("apiserver.key", rsa);
        assertThat(codes(check())).containsExactly("ERROR KEY_MISMATCH apiserver.key");
    }

    @Test
    void theFirstOfSeveralCasCounts() throws IOException {
        String ca = FILES.toPem().get("ca.crt");
        String other = FILES.toPem().get("etcd/ca.crt");
        replace("ca.crt", ca + other);
        assertThat(codes(check())).containsExactly("ERROR CERTIFICATE_COUNT_INVALID ca.crt");
        replace("ca.crt", ca);
        replace("front-proxy-ca.crt", FILES.toPem().get("front-proxy-ca.crt") + other);
        assertThat(check())
                .as("kube-controller-manager signs with the cluster's CA")
                .isEmpty();
        replace("ca.crt", other + ca);
        assertThat(codes(check())).containsExactly("ERROR KEY_MISMATCH ca.key");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 36})
    void aLeafMustBeSignedByItsCa(int minor) throws IOException {
        replace(
                KubeadmCertificate.APISERVER,
                PKI.issue(KubeadmCertificate.APISERVER, FILES.authority(KubeadmCertificate.ETCD_CA), NOW));
        List<Finding> findings =
                Pki.fast().release(KubernetesRelease.of(minor)).build().findings(directory, NOW);
        assertThat(findings.get(0).message())
                .startsWith(
                        "certificate apiserver is not signed by corresponding CA" + (minor == 20 ? "" : ": x509: "));
        assertThat(codes(findings)).contains("ERROR CA_MISMATCH apiserver.crt");
    }

    /** validateCertificateWithConfig in cmd/kubeadm/app/phases/certs/certs.go: names are the second question. */
    @Test
    void ofALeafOfAnotherCaNamesAreNotAskedFor() throws IOException {
        replace(KubeadmCertificate.APISERVER, server(KubeadmCertificate.ETCD_CA, names -> names.dnsNames("other")));
        assertThat(codes(check())).containsExactly("ERROR CA_MISMATCH apiserver.crt");
    }

    @Test
    void aNewCaHasSignedNothing() throws IOException {
        delete("front-proxy-ca.crt", "front-proxy-ca.key");
        assertThat(codes(check()))
                .containsExactly("ERROR CA_MISMATCH front-proxy-client.crt", "INFO FILE_PENDING front-proxy-ca.crt");
    }

    @Test
    void aLeafNeedsEveryName() throws IOException {
        replace(
                KubeadmCertificate.APISERVER,
                server(
                        KubeadmCertificate.CA,
                        names -> names.dnsNames("cp-1", "kubernetes.default", "kubernetes.default.svc", "other")
                                .ipAddresses("10.0.0.10")));
        assertThat(codes(check())).containsExactly("ERROR SUBJECT_ALT_NAMES_INCOMPLETE apiserver.crt");
        assertThat(check().get(0).message())
                .isEqualTo("certificate apiserver is invalid: it is not valid for kubernetes, "
                        + "kubernetes.default.svc.cluster.local, 10.96.0.1");
    }

    @Test
    void aLeafNeedsItsOwnKeyAlthoughKubeadmDoesNotLook() throws IOException {
        replace("apiserver.key", FILES.toPem().get("etcd/peer.key"));
        assertThat(codes(check())).containsExactly("ERROR KEY_MISMATCH apiserver.key");
        assertThat(PKI.missing(directory, NOW).toPem()).isEmpty();
    }

    @Test
    void saPubMustBelongToSaKey() throws IOException {
        replace("sa.pub", Pem.write(KeyAlgorithm.ECDSA_P256.generateKeyPair().getPublic()));
        assertThat(codes(check())).containsExactly("ERROR KEY_MISMATCH sa.pub");
    }

    /** --service-account-key-file of kube-apiserver may hold several keys, of which each verifies tokens. */
    @Test
    void saPubMayHoldFurtherKeys() throws IOException {
        String own = FILES.toPem().get("sa.pub");
        String other = Pem.write(KeyAlgorithm.ECDSA_P256.generateKeyPair().getPublic());
        for (String keys : List.of(own + other, other + own)) {
            replace("sa.pub", keys);
            assertThat(check()).isEmpty();
        }
    }

    @Test
    void anExpiredLeafIsRefusedSinceChainsAreFollowed() throws IOException {
        assertThat(codes(OLD.findings(directory, IN_TWO_YEARS)))
                .contains("ERROR CERTIFICATE_EXPIRED apiserver.crt")
                .noneMatch(code -> code.contains("CA_MISMATCH"));
        assertThat(codes(PKI.findings(directory, IN_TWO_YEARS)))
                .contains("ERROR CERTIFICATE_EXPIRED apiserver.crt", "ERROR CA_MISMATCH apiserver.crt");
    }

    @Test
    void aCaIsJudgedToo() throws IOException {
        Instant end = FILES.authority(KubeadmCertificate.CA)
                .certificate()
                .getNotAfter()
                .toInstant();
        assertThat(codes(OLD.findings(directory, end)))
                .noneMatch(code -> code.endsWith("ca.crt") && code.startsWith("ERROR"));
        assertThat(codes(OLD.findings(directory, end.plusSeconds(1))))
                .contains(
                        "ERROR CA_EXPIRED ca.crt",
                        "ERROR CA_EXPIRED etcd/ca.crt",
                        "ERROR CA_EXPIRED front-proxy-ca.crt");
    }

    /** docs/behaviour/kubeadm.md, 4: the group of apiserver-kubelet-client up to 1.28. */
    @Test
    void mastersAreMeantUpTo128(@TempDir Path fresh) throws IOException {
        OLD.generate(NOW).write(fresh);
        assertThat(codes(OLD.findings(fresh, IN_TWO_YEARS)))
                .contains("ERROR CERTIFICATE_EXPIRED apiserver-kubelet-client.crt")
                .noneMatch(code -> code.contains("MASTERS_GROUP_INSECURE"));
        assertThat(codes(PKI.findings(fresh, NOW)))
                .contains("WARNING MASTERS_GROUP_INSECURE apiserver-kubelet-client.crt");
    }

    @Test
    void anIntermediateMayLeadToTheCaSince121() throws IOException {
        CertificateAuthority between = FILES.authority(KubeadmCertificate.CA)
                .intermediate("between", NOW)
                .keyAlgorithm(KeyAlgorithm.ECDSA_P256)
                .build();
        CertificateAndKey leaf = PKI.issue(KubeadmCertificate.APISERVER, between, NOW);
        replace("apiserver.crt", leaf.certificatePem() + between.certificatePem());
        replace("apiserver.key", leaf.keyPem());
        assertThat(check()).isEmpty();
        assertThat(codes(OLD.findings(directory, NOW))).contains("ERROR CA_MISMATCH apiserver.crt");
    }

    // --- external CA

    @Test
    void theKeyOfACaMayBeElsewhere() throws IOException {
        delete("ca.key");
        assertThat(codes(check())).containsExactly("INFO CA_KEY_MISSING ca.key");
        assertThat(PKI.missing(directory, NOW).toPem()).isEmpty();
    }

    @Test
    void aKeyThatCannotBeReadCountsAsElsewhereToo() throws IOException {
        replace("ca.key", "nonsense");
        assertThat(codes(check())).containsExactly("WARNING CA_KEY_MISSING ca.key");
    }

    @Test
    void withAnExternalCaEveryLeafMustBeThere() throws IOException {
        delete("ca.key", "apiserver.crt", "apiserver.key");
        assertThat(codes(check())).containsExactly("ERROR FILE_MISSING apiserver.crt", "INFO CA_KEY_MISSING ca.key");
        assertThat(check().get(0).message())
                .startsWith("could not load expected certificate \"apiserver\" or validate the existence of key"
                        + " \"ca\" for it");
        assertThatThrownBy(() -> PKI.missing(directory, NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("apiserver.crt: could not load");
    }

    @Test
    void withAnExternalCaNamesAreNotAskedFor() throws IOException {
        delete("ca.key");
        KubeadmPki more = Pki.fast().certSans("more.example.org").build();
        assertThat(codes(more.findings(directory, NOW)))
                .containsExactlyInAnyOrder(
                        "INFO CA_KEY_MISSING ca.key", "WARNING SUBJECT_ALT_NAMES_INCOMPLETE apiserver.crt");
        assertThat(more.missing(directory, NOW).toPem()).isEmpty();
    }

    /** docs/behaviour/certificates.md, 5.4: certificates with negative serial numbers do not parse since 1.32. */
    @Test
    void readsCertificatesAsAReleaseDoes() throws IOException {
        CertificateAuthority ca = FILES.authority(KubeadmCertificate.FRONT_PROXY_CA);
        KeyPair keys = KeyAlgorithm.keyPair(ca.privateKey());
        replace("front-proxy-ca.crt", OldCertificates.negativeSerial(keys, NOW, IN_TWO_YEARS));
        delete("front-proxy-client.crt", "front-proxy-client.key");
        KubeadmPki before = Pki.fast().release(KubernetesRelease.of(31)).build();
        KubeadmPki since = Pki.fast().release(KubernetesRelease.of(32)).build();
        assertThat(before.findings(directory, NOW)).extracting(Finding::code).doesNotContain("CERTIFICATE_INVALID");
        assertThat(since.findings(directory, NOW)).extracting(Finding::code).contains("CERTIFICATE_INVALID");
    }
}
