package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first operations of a JVM, which are counted for all of it. */
@Isolated
class EcdsaFirstOperationsTest {

    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    private static SecureRandom fixed() {
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 7);
            }
        };
    }

    /** The JDK's come first in a JVM; they must tell a good signature from a bad one, too. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "P_224")
    void theFirstOperationsMakeAndVerifySignatures(NamedCurve curve) throws Exception {
        Ecdsa.OPERATIONS.set(0);
        EncodedKeyPair pair = Ecdsa.generate(curve, null);
        PublicKeyInfo other = Ecdsa.generate(curve, null).publicKey();
        Pkcs8 parts = Pkcs8.read(pair.pkcs8());
        PrivateKey privateKey = Crypto.privateKey("EC", pair.pkcs8());
        byte[] signature = Ecdsa.sign(privateKey, parts, "SHA256withECDSA", MESSAGE);
        Ecdsa.VerifyingKey key = new Ecdsa.VerifyingKey(pair.publicKey(), curve);
        assertThat(key.verify("SHA256withECDSA", MESSAGE, signature)).isTrue();
        assertThat(key.verify("SHA256withECDSA", new byte[1], signature)).isFalse();
        assertThat(key.verify("SHA256withECDSA", MESSAGE, new byte[8]))
                .as("no signature")
                .isFalse();
        assertThat(new Ecdsa.VerifyingKey(other, curve).verify("SHA256withECDSA", MESSAGE, signature))
                .isFalse();
        assertThat(Ecdsa.OPERATIONS).as("all of the JDK").hasValue(6);
        assertThat(Ecdsa.belongs(pair.publicKey().bits(), parts))
                .as("costs more")
                .isEmpty();
        Ecdsa.lightweight(curve);
        assertThat(key.verify("SHA256withECDSA", MESSAGE, signature)).isTrue();
        assertThat(Ecdsa.OPERATIONS).as("no more of the JDK").hasValue(Ecdsa.FIRST_OPERATIONS);
        assertThat(Ecdsa.belongs(pair.publicKey().bits(), parts)).contains(true);
        assertThat(Ecdsa.belongs(other.bits(), parts)).contains(false);
    }

    @Test
    void aCurveThatTheJdkDoesNotKnowIsComputedNevertheless() throws Exception {
        Ecdsa.OPERATIONS.set(0);
        EncodedKeyPair pair = Ecdsa.generate(NamedCurve.P_224, null);
        Pkcs8 parts = Pkcs8.read(pair.pkcs8());
        assertThat(CurveArithmetic.P_224.publicPoint(parts.scalar()))
                .isEqualTo(pair.publicKey().bits());
        assertThat(Ecdsa.OPERATIONS).hasValue(Ecdsa.FIRST_OPERATIONS);
    }

    @Test
    void theCallersRandomnessMakesTheKeyFromTheFirstOperationOn() {
        Ecdsa.OPERATIONS.set(0);
        EncodedKeyPair first = Ecdsa.generate(NamedCurve.P_256, fixed());
        EncodedKeyPair later = Ecdsa.generate(NamedCurve.P_256, fixed());
        assertThat(first.publicKey()).isEqualTo(later.publicKey());
        assertThat(first.pkcs8()).isEqualTo(later.pkcs8());
    }
}
