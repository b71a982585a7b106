package io.github.kubetls.certificate;

import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * A JCA provider whose private keys cannot be had as bytes, as that of a hardware module: only it can sign with them. With
 * keys of others it signs too, deterministically (RFC 6979), which the worked examples need.
 */
public final class HsmProvider extends Provider {

    private static final long serialVersionUID = 1L;

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** The names of the signatures that were made, in order. */
    private final transient List<String> log = new ArrayList<>();

    /** Knows the signatures of RSA, ECDSA and Ed25519. */
    public HsmProvider() {
        this(true);
    }

    /** One that may be able to sign only. */
    HsmProvider(boolean verifies) {
        // Tests that run side by side register one each.
        super("TestHsm-" + NUMBER.incrementAndGet(), "1.0", "keys that cannot leave");
        for (String algorithm : List.of(
                "SHA256withRSA",
                "SHA384withRSA",
                "SHA512withRSA",
                "SHA256withECDSA",
                "SHA384withECDSA",
                "SHA512withECDSA",
                "Ed25519")) {
            putService(new Service(this, "Signature", algorithm, HsmSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new HsmSignature(algorithm, log, verifies);
                }

                @Override
                public boolean supportsParameter(Object parameter) {
                    return parameter instanceof LockedKey key
                            ? key.module == HsmProvider.this
                            : parameter instanceof PublicKey;
                }
            });
        }
    }

    /** Takes a key into the module. */
    public PrivateKey lock(PrivateKey key) {
        return new LockedKey(key, this);
    }

    /** The names of the signatures that were made, in order. */
    public List<String> log() {
        return log;
    }

    private static final class LockedKey implements PrivateKey {
        private static final long serialVersionUID = 1L;

        private final transient PrivateKey inside;
        private final transient HsmProvider module;

        LockedKey(PrivateKey inside, HsmProvider module) {
            this.inside = inside;
            this.module = module;
        }

        @Override
        public String getAlgorithm() {
            return inside.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private static final class HsmSignature extends SignatureSpi {
        private final Signature signature;
        private final String algorithm;
        private final List<String> log;
        private final boolean verifies;

        HsmSignature(String algorithm, List<String> log, boolean verifies) {
            this.algorithm = algorithm;
            this.log = log;
            this.verifies = verifies;
            try {
                this.signature = Signature.getInstance(algorithm.replace("ECDSA", "ECDDSA"), BOUNCY_CASTLE);
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            signature.initSign(key instanceof LockedKey locked ? locked.inside : key);
        }

        @Override
        protected void engineInitSign(PrivateKey key, SecureRandom random) throws InvalidKeyException {
            engineInitSign(key);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            if (!verifies) {
                throw new InvalidKeyException("this module can only sign");
            }
            signature.initVerify(key);
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
            log.add(algorithm);
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
