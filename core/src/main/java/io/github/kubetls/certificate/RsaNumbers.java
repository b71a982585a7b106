package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an RSA key with two primes (RFC 8017, section 3.2), with Kubernetes' judgement whether they fit together.
 *
 * @param crt the exponents of the primes and the coefficient, or null when one of them is missing
 */
record RsaNumbers(
        BigInteger modulus, BigInteger e, BigInteger d, BigInteger p, BigInteger q, RsaNumbers.@Nullable Crt crt) {

    static final int MAXIMUM_BITS = 16384;
    private static final int LIMB = 64;
    private static final int EXPONENT_BITS = 31;
    private static final int CLOSE_PRIMES = 100;

    /** What makes computing with the key fast. */
    record Crt(BigInteger dP, BigInteger dQ, BigInteger qInv) {}

    /** Checks the numbers and returns the key in PKCS#1 with CRT values that fit. */
    byte[] checked(KubernetesRelease release) throws MalformedDer {
        if (Stream.of(modulus, d, p, q).anyMatch(number -> number.bitLength() > MAXIMUM_BITS)) {
            throw new MalformedDer("RSA key is longer than " + MAXIMUM_BITS + " bits");
        }
        if (Feature.RSA_CRT_CHECKED.in(release)) {
            checkAll();
        } else {
            checkWithoutCrt();
        }
        return DerOutput.sequence(
                DerOutput.integer(0),
                DerOutput.integer(modulus),
                DerOutput.integer(e),
                DerOutput.integer(d),
                DerOutput.integer(p),
                DerOutput.integer(q),
                DerOutput.integer(d.mod(minusOne(p))),
                DerOutput.integer(d.mod(minusOne(q))),
                DerOutput.integer(q.modInverse(p)));
    }

    private static BigInteger minusOne(BigInteger number) {
        return number.subtract(BigInteger.ONE);
    }

    private static void check(boolean condition, String message) throws MalformedDer {
        if (!condition) {
            throw new MalformedDer("crypto/rsa: " + message);
        }
    }

    private void checkWithoutCrt() throws MalformedDer {
        check(e.compareTo(BigInteger.TWO) >= 0, "public exponent too small");
        check(e.bitLength() <= EXPONENT_BITS, "public exponent too large");
        check(!p.equals(BigInteger.ONE) && !q.equals(BigInteger.ONE), "invalid prime value");
        check(p.multiply(q).equals(modulus), "invalid modulus");
        // d is the inverse of e modulo p - 1 and modulo q - 1.
        check(
                isInverse(e, d, minusOne(p))
                        && isInverse(e, d, minusOne(q))
                        && p.gcd(q).equals(BigInteger.ONE),
                "invalid exponents");
    }

    private static boolean isInverse(BigInteger one, BigInteger other, BigInteger modulus) {
        return one.multiply(other).subtract(BigInteger.ONE).mod(modulus).signum() == 0;
    }

    /** In the order of Go 1.26, which takes the CRT values only when all three are there. */
    private void checkAll() throws MalformedDer {
        if (p.equals(BigInteger.ONE) || q.equals(BigInteger.ONE)) {
            throw new MalformedDer("modulus must be > 1");
        }
        checkBelow(d, modulus);
        if (crt == null) {
            check(p.testBit(0), "p is even");
        } else {
            checkBelow(crt.qInv, p);
        }
        check(modulus.testBit(0), "public modulus is even");
        check(e.compareTo(BigInteger.TWO) >= 0, "public exponent too small or negative");
        check(e.testBit(0), "public exponent is even");
        check(e.bitLength() <= EXPONENT_BITS, "public exponent too large");
        check(p.multiply(q).equals(modulus), "p * q != n");
        BigInteger dP = crt == null ? d.mod(minusOne(p)) : crt.dP;
        BigInteger dQ = crt == null ? d.mod(minusOne(q)) : crt.dQ;
        check(isExponent(dP, minusOne(p)) && isExponent(dQ, minusOne(q)), "invalid CRT exponent");
        boolean hasInverse = p.gcd(q).equals(BigInteger.ONE);
        check(hasInverse && (crt == null || isInverse(q, crt.qInv, p)), "invalid CRT coefficient");
        check(d.mod(minusOne(p)).equals(dP), "d does not match dP");
        check(d.mod(minusOne(q)).equals(dQ), "d does not match dQ");
        int half = modulus.bitLength() / 2;
        check(p.subtract(q).abs().bitLength() > half - CLOSE_PRIMES, "|p - q| too small");
        check(d.bitLength() > half, "d too small");
    }

    private boolean isExponent(BigInteger exponent, BigInteger order) {
        return exponent.compareTo(order) < 0 && isInverse(e, exponent, order);
    }

    private static void checkBelow(BigInteger number, BigInteger modulus) throws MalformedDer {
        if (number.compareTo(modulus) >= 0) {
            int room = (modulus.bitLength() + LIMB - 1) / LIMB * LIMB;
            throw new MalformedDer("input overflows the modulus" + (number.bitLength() > room ? " size" : ""));
        }
    }
}
