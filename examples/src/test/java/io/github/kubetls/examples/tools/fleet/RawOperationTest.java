package io.github.kubetls.examples.tools.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.certificate.CertificateAuthority;
import io.github.kubetls.certificate.KeyAlgorithm;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How many times the library runs an operation for one join. For RSA it leaves the choice of the provider to JCA, so that a
 * provider in first place sees every signature; with elliptic curves there is one less, because the node compares its keys.
 */
@Isolated("it changes which providers the JDK has")
class RawOperationTest {

    @Test
    void timesPerJoinAreThoseOfTheLibrary() {
        CountingProvider counting = new CountingProvider();
        CertificateAuthority ca = CertificateAuthority.generate("kubernetes", KeyAlgorithm.RSA_2048, Instant.now());
        NodeJoin nodeJoin =
                new NodeJoin(new FleetControlPlane(ca, Clock.systemUTC()), KeyAlgorithm.RSA_2048, Optional.empty());
        NodeJoin.Joined joined;
        Security.insertProviderAt(counting, 1);
        try {
            joined = nodeJoin.join("node-1", new StepTimer(new FleetMeasurements(1)));
        } finally {
            Security.removeProvider(counting.getName());
        }
        BigInteger ofNode = modulus(joined.pair().certificate());
        BigInteger ofCa = modulus(ca.certificate());
        assertThat(counting.signatures(ofNode)).isEqualTo(RawOperation.SIGN_REQUEST.timesPerJoin(false));
        assertThat(counting.verifications(ofNode)).isEqualTo(RawOperation.VERIFY_REQUEST.timesPerJoin(false));
        assertThat(counting.signatures(ofCa)).isEqualTo(RawOperation.SIGN_CERTIFICATE.timesPerJoin(false));
        assertThat(counting.verifications(ofCa)).isEqualTo(RawOperation.VERIFY_CERTIFICATE.timesPerJoin(false));
    }

    private static BigInteger modulus(X509Certificate certificate) {
        return ((RSAKey) certificate.getPublicKey()).getModulus();
    }

    private record Use(boolean toSign, BigInteger modulus) {}

    /** Lets the JDK's provider for RSA compute, and takes down which keys JCA asks it about: once for every signature. */
    private static final class CountingProvider extends Provider {
        private static final long serialVersionUID = 1L;
        private static final String ALGORITHM = "SHA256withRSA";

        private final transient List<Use> uses = new ArrayList<>();

        CountingProvider() {
            super("Counting", "1.0", "counts signatures");
            Service computing = Security.getProvider("SunRsaSign").getService("Signature", ALGORITHM);
            putService(new Service(this, "Signature", ALGORITHM, computing.getClassName(), null, null) {
                @Override
                public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                    return computing.newInstance(parameter);
                }

                @Override
                public boolean supportsParameter(Object key) {
                    return uses.add(new Use(key instanceof PrivateKey, ((RSAKey) key).getModulus()));
                }
            });
        }

        long signatures(BigInteger modulus) {
            return uses.stream().filter(new Use(true, modulus)::equals).count();
        }

        long verifications(BigInteger modulus) {
            return uses.stream().filter(new Use(false, modulus)::equals).count();
        }
    }
}
