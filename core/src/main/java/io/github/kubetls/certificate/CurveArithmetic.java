package io.github.kubetls.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.WNafUtil;
import org.bouncycastle.math.ec.custom.sec.SecP224R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP384R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP521R1Curve;
import org.bouncycastle.util.encoders.Hex;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of the curves, with the light-weight classes of Bouncy Castle. Each curve is made when it is first computed
 * with: the tables of all that Bouncy Castle knows take a good part of a cold start.
 */
enum CurveArithmetic {
    P_224(
            SecP224R1Curve::new,
            "04B70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21"
                    + "BD376388B5F723FB4C22DFE6CD4375A05A07476444D5819985007E34"),
    P_256(
            SecP256R1Curve::new,
            "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
                    + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"),
    P_384(
            SecP384R1Curve::new,
            "04AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7"
                    + "3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F"),
    P_521(
            SecP521R1Curve::new,
            "0400C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE33"
                    + "48B3C1856A429BF97E7E31C2E5BD66011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E66"
                    + "2C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650");

    private static final String SUFFIX = "withECDSA";

    private final Supplier<ECCurve> curve;
    private final String generator;
    private volatile @Nullable ECDomainParameters domain;

    CurveArithmetic(Supplier<ECCurve> curve, String generator) {
        this.curve = curve;
        this.generator = generator;
    }

    static CurveArithmetic of(NamedCurve curve) {
        return valueOf(curve.name());
    }

    /** The uncompressed public point of a private scalar, computed in a time that does not depend on the scalar. */
    byte[] publicPoint(BigInteger scalar) {
        return new FixedPointCombMultiplier()
                .multiply(domain().getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    /** A new key pair. */
    EncodedKeyPair generate(NamedCurve named, SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(domain(), random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return EncodedKeyPair.ec(
                named,
                ((ECPrivateKeyParameters) pair.getPrivate()).getD(),
                ((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false));
    }

    /** Makes a signature with a random nonce. */
    byte[] sign(BigInteger scalar, String algorithm, byte[] message) throws GeneralSecurityException {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(new ECPrivateKeyParameters(scalar, domain()), new SecureRandom()));
        BigInteger[] numbers = signer.generateSignature(digest(algorithm, message));
        return new Ecdsa.Numbers(numbers[0], numbers[1]).encoded();
    }

    /** Whether the numbers of a signature fit. */
    boolean verify(ECPublicKeyParameters key, String algorithm, byte[] message, Ecdsa.Numbers numbers)
            throws GeneralSecurityException {
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, key);
        return verifier.verifySignature(digest(algorithm, message), numbers.r(), numbers.s());
    }

    /** The digest, which is the JDK's, of a signature algorithm such as SHA256withECDSA. */
    private static byte[] digest(String algorithm, byte[] message) throws GeneralSecurityException {
        String bits = algorithm.substring("SHA".length(), algorithm.length() - SUFFIX.length());
        return MessageDigest.getInstance("SHA-" + bits).digest(message);
    }

    /**
     * {@return the public key of an encoded point}
     *
     * @throws IllegalArgumentException when it is no point of the curve
     */
    ECPublicKeyParameters publicKey(byte[] point) {
        return new ECPublicKeyParameters(domain().getCurve().decodePoint(point), domain());
    }

    /** The curve with its generator (SEC 2, version 2, section 2), to compute with. */
    ECDomainParameters domain() {
        ECDomainParameters made = domain;
        if (made == null) {
            ECCurve points = curve.get();
            ECPoint base = points.decodePoint(Hex.decode(generator));
            WNafUtil.configureBasepoint(base);
            made = new ECDomainParameters(points, base, points.getOrder(), points.getCofactor());
            domain = made;
        }
        return made;
    }
}
