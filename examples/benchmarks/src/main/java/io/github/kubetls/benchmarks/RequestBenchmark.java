package io.github.kubetls.benchmarks;

import io.github.kubetls.certificate.CertificateRequest;
import io.github.kubetls.certificate.KeyAlgorithm;
import io.kubernetes.client.util.CSRUtils;
import io.kubernetes.client.util.exception.CSRSigningException;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.shredzone.acme4j.util.CSRBuilder;

/** A kubelet's request in PEM, with a new P-256 key and with one that the JDK has made. */
@State(Scope.Benchmark)
public class RequestBenchmark {

    private static final String NAME = "system:node:" + Inputs.NODE;
    private static final String GROUP = "system:nodes";

    private final Provider bouncyCastle = new BouncyCastleProvider();
    private KeyPair jdkKey;
    private byte[] message = new byte[0];

    @Setup
    public void prepare(BenchmarkParams parameters) throws GeneralSecurityException, ReflectiveOperationException {
        jdkKey = newKey();
        message = CertificateRequest.kubeletClient(Inputs.NODE, jdkKey).toDer();
        WarmUp.run(this, parameters);
    }

    /** As somebody makes one who does not look for another provider. */
    private static KeyPair newKey() throws GeneralSecurityException {
        return newKey(KeyPairGenerator.getInstance("EC"));
    }

    private static KeyPair newKey(KeyPairGenerator generator) throws GeneralSecurityException {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    @Benchmark
    public String libraryNewKey() {
        return CertificateRequest.kubeletClient(Inputs.NODE, KeyAlgorithm.ECDSA_P256.generateKeyPair())
                .toPem();
    }

    @Benchmark
    public String libraryJdkKey() {
        return CertificateRequest.kubeletClient(Inputs.NODE, jdkKey).toPem();
    }

    /** Generating a key and signing, with the provider that is fastest for both. */
    @Benchmark
    public byte[] rawNewKey() throws GeneralSecurityException {
        KeyPair key = newKey(KeyPairGenerator.getInstance("EC", bouncyCastle));
        Signature signature = Signature.getInstance("SHA256withECDSA", bouncyCastle);
        signature.initSign(key.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    @Benchmark
    public byte[] officialNewKey() throws GeneralSecurityException, CSRSigningException {
        return CSRUtils.sign(newKey(), "SHA256withECDSA", NAME, GROUP);
    }

    @Benchmark
    public byte[] officialJdkKey() throws CSRSigningException {
        return CSRUtils.sign(jdkKey, "SHA256withECDSA", NAME, GROUP);
    }

    @Benchmark
    public String acme4jNewKey() throws GeneralSecurityException, IOException {
        return acme4j(newKey());
    }

    @Benchmark
    public String acme4jJdkKey() throws IOException {
        return acme4j(jdkKey);
    }

    /** It refuses a request without names: so this one has the node's, which a kubelet's has not. */
    private static String acme4j(KeyPair key) throws IOException {
        CSRBuilder builder = new CSRBuilder();
        builder.setCommonName(NAME);
        builder.setOrganization(GROUP);
        builder.addDomain(Inputs.NODE);
        builder.sign(key);
        StringWriter pem = new StringWriter();
        builder.write(pem);
        return pem.toString();
    }
}
