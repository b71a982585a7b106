package io.github.kubetls.benchmarks;

import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.certificate.CertificateAndKey;
import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.ClientCertificateAuthenticator;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Authenticating a client certificate, beside the one signature that has to be verified for it. */
@State(Scope.Benchmark)
public class ClientCertificateBenchmark {

    @Param({"RSA", "P-256"})
    public String ca = "";

    private final Instant now = Instant.now();
    private ClientCertificateAuthenticator authenticator;
    private Credentials credentials;
    private X509Certificate certificate;
    private PublicKey key;
    private Provider provider;

    @Setup
    public void prepare(BenchmarkParams parameters) throws GeneralSecurityException, ReflectiveOperationException {
        CertificateAuthority authority = Inputs.ca(ca, now);
        CertificateAndKey pair = authority.issueClient("system:node:" + Inputs.NODE, List.of("system:nodes"), now);
        authenticator = ClientCertificateAuthenticator.of(authority);
        credentials = Credentials.clientCertificate(pair.chain());
        certificate = pair.certificate();
        boolean rsa = ca.equals("RSA");
        provider = rsa ? Security.getProvider("SunRsaSign") : new BouncyCastleProvider();
        key = KeyFactory.getInstance(rsa ? "RSA" : "EC", provider)
                .generatePublic(new X509EncodedKeySpec(
                        authority.certificate().getPublicKey().getEncoded()));
        if (authenticator.authenticate(credentials, now).authenticatedUser().isEmpty()) {
            throw new IllegalStateException("the certificate is not accepted");
        }
        WarmUp.run(this, parameters);
    }

    @Benchmark
    public Authentication library() {
        return authenticator.authenticate(credentials, now);
    }

    @Benchmark
    public boolean raw() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(certificate.getSigAlgName(), provider);
        signature.initVerify(key);
        signature.update(certificate.getTBSCertificate());
        return signature.verify(certificate.getSignature());
    }
}
