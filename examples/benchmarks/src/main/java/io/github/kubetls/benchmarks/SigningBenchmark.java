package io.github.kubetls.benchmarks;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.github.kubetls.csr.ApprovalDecision;
import io.github.kubetls.csr.CertificateSigner;
import io.github.kubetls.csr.CertificateSigningRequest;
import io.github.kubetls.csr.SignerName;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Signing the request of a kubelet, from the approved object, as a client hands it over, to the PEM text of the certificate,
 * beside nothing but its cryptography: the request's signature is verified, the certificate signed, and that signature verified,
 * with the same keys, messages and providers.
 */
@State(Scope.Benchmark)
public class SigningBenchmark {

    @Param({"RSA", "P-256"})
    public String ca = "";

    /** {@code library}: its own choice. */
    @Param({"library", "AmazonCorrettoCryptoProvider"})
    public String provider = "";

    private CertificateSigner signer;
    private Map<String, ? extends @Nullable Object> approved = Map.of();
    private Operation verifyRequest;
    private Operation signCertificate;
    private Operation verifyCertificate;

    /** A signature of a message, made or checked. */
    private interface Operation {
        Object run() throws GeneralSecurityException;
    }

    @Setup
    public void prepare(BenchmarkParams parameters) throws GeneralSecurityException, ReflectiveOperationException {
        Instant now = Instant.now();
        CertificateAuthority authority = Inputs.ca(ca, now);
        Provider ec = new BouncyCastleProvider();
        Provider ofCa = ca.equals("RSA") ? Security.getProvider("SunRsaSign") : ec;
        if (!provider.equals("library")) {
            Provider named = Inputs.provider(provider);
            authority = authority.withProvider(named);
            ec = named;
            ofCa = named;
        }
        KeyPair nodeKey = KeyAlgorithm.ECDSA_P256.generateKeyPair();
        CertificateRequest request = CertificateRequest.kubeletClient(Inputs.NODE, nodeKey);
        CertificateSigningRequest csr = CertificateSigningRequest.kubeletClient(request)
                .withDecision(ApprovalDecision.approved("AutoApproved", "benchmark"), now);
        approved = csr.toMap();
        signer = CertificateSigner.of(SignerName.KUBE_APISERVER_CLIENT_KUBELET, authority, Duration.ofDays(365));
        prepareRaw(authority, request, nodeKey, signer.sign(csr).certificates().get(0), ec, ofCa);
        WarmUp.run(this, parameters);
    }

    private void prepareRaw(
            CertificateAuthority authority,
            CertificateRequest request,
            KeyPair nodeKey,
            X509Certificate issued,
            Provider ec,
            Provider ofCa)
            throws GeneralSecurityException {
        byte[] message = request.toDer();
        PublicKey nodePublic = request.publicKey();
        byte[] bySelf = sign("SHA256withECDSA", ec, privateKey(nodeKey.getPrivate(), ec), message);
        // The key comes with the request, in bytes.
        verifyRequest = () -> verify("SHA256withECDSA", ec, publicKey(nodePublic, ec), message, bySelf);
        String algorithm = issued.getSigAlgName();
        byte[] toBeSigned = issued.getTBSCertificate();
        PrivateKey caPrivate = privateKey(authority.privateKey(), ofCa);
        PublicKey caPublic = publicKey(authority.certificate().getPublicKey(), ofCa);
        byte[] byCa = issued.getSignature();
        signCertificate = () -> sign(algorithm, ofCa, caPrivate, toBeSigned);
        verifyCertificate = () -> verify(algorithm, ofCa, caPublic, toBeSigned, byCa);
    }

    private static PrivateKey privateKey(PrivateKey key, Provider provider) throws GeneralSecurityException {
        return factory(key.getAlgorithm(), provider).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    private static PublicKey publicKey(PublicKey key, Provider provider) throws GeneralSecurityException {
        return factory(key.getAlgorithm(), provider).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private static KeyFactory factory(String algorithm, Provider provider) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm.equals("ECDSA") ? "EC" : algorithm, provider);
    }

    private static byte[] sign(String algorithm, Provider provider, PrivateKey key, byte[] message)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static Boolean verify(String algorithm, Provider provider, PublicKey key, byte[] message, byte[] value)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm, provider);
        signature.initVerify(key);
        signature.update(message);
        if (!signature.verify(value)) {
            throw new GeneralSecurityException("the signature is not valid");
        }
        return true;
    }

    @Benchmark
    public String library() {
        CertificateSigningRequest issued = signer.sign(CertificateSigningRequest.fromMap(approved));
        if (!issued.isIssued()) {
            throw new IllegalStateException("no certificate: " + issued);
        }
        return issued.certificatePem();
    }

    @Benchmark
    public Object raw() throws GeneralSecurityException {
        verifyRequest.run();
        Object signature = signCertificate.run();
        verifyCertificate.run();
        return signature;
    }

    /** What of {@link #library} is reading the object. */
    @Benchmark
    public Object object() {
        return CertificateSigningRequest.fromMap(approved);
    }
}
