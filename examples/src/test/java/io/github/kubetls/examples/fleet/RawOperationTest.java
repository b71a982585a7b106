package io.github.kubetls.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How many times the library runs an operation for one join. For RSA it leaves the choice of the provider to JCA, so that a
 * provider in first place sees every signature; the kind of key makes no difference to how many there are.
 */
class RawOperationTest {

    @Test
    void timesPerJoinAreThoseOfTheLibrary() {
        CountingProvider counting = new CountingProvider();
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.RSA_2048);
        NodeJoin nodeJoin =
                new NodeJoin(new FleetControlPlane(ca, Clock.systemUTC()), KeyAlgorithm.RSA_2048, Optional.empty());
        Security.insertProviderAt(counting, 1);
        try {
            nodeJoin.join("node-1", new StepTimer(new FleetMeasurements(1)));
        } finally {
            Security.removeProvider(counting.getName());
        }
        BigInteger ofCa = ((RSAKey) ca.certificate().getPublicKey()).getModulus();
        assertThat(counting.count("sign", ofCa, false)).isEqualTo(RawOperation.SIGN_REQUEST.timesPerJoin());
        assertThat(counting.count("verify", ofCa, false)).isEqualTo(RawOperation.VERIFY_REQUEST.timesPerJoin());
        assertThat(counting.count("sign", ofCa, true)).isEqualTo(RawOperation.SIGN_CERTIFICATE.timesPerJoin());
        assertThat(counting.count("verify", ofCa, true)).isEqualTo(RawOperation.VERIFY_CERTIFICATE.timesPerJoin());
    }

    private record Use(String operation, BigInteger modulus) {}

    /** Lets the JDK's provider for RSA compute, and takes down what for and with which key. */
    private static final class CountingProvider extends Provider {
        private static final long serialVersionUID = 1L;

        private final transient List<Use> uses = new ArrayList<>();

        CountingProvider() {
            super("Counting", "1.0", "counts signatures");
            putService(new Service(this, "Signature", "SHA256withRSA", CountingSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    return new CountingSignature(uses);
                }
            });
        }

        long count(String operation, BigInteger modulus, boolean same) {
            return uses.stream()
                    .filter(use -> use.operation.equals(operation) && use.modulus.equals(modulus) == same)
                    .count();
        }
    }

    private static final class CountingSignature extends SignatureSpi {
        private final Signature signature;
        private final List<Use> uses;

        CountingSignature(List<Use> uses) throws NoSuchAlgorithmException {
            this.uses = uses;
            try {
                this.signature = Signature.getInstance("SHA256withRSA", "SunRsaSign");
            } catch (NoSuchProviderException e) {
                throw new NoSuchAlgorithmException(e);
            }
        }

        private void use(String operation, Key key) {
            uses.add(new Use(operation, ((RSAKey) key).getModulus()));
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            signature.initSign(key);
            use("sign", key);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            signature.initVerify(key);
            use("verify", key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            signature.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            signature.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return signature.sign();
        }

        @Override
        protected boolean engineVerify(byte[] value) throws SignatureException {
            return signature.verify(value);
        }

        @Override
        @SuppressWarnings("deprecation")
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        @SuppressWarnings("deprecation")
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
