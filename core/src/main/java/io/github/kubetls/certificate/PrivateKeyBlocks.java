package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.der.MalformedDer;
import java.security.PrivateKey;
import java.util.List;

/** Finds the private key among the blocks of a text, as client-go and as Go's loader of pairs for TLS do. */
final class PrivateKeyBlocks {

    private PrivateKeyBlocks() {}

    /** The first block whose content is what its label says. */
    static PrivateKey strict(String text, KubernetesRelease release) {
        List<Pem.Block> blocks = Pem.blocks(text, release);
        InvalidFormatException first = null;
        for (int i = 0; i < blocks.size(); i++) {
            Pem.Block block = blocks.get(i);
            try {
                switch (block.label()) {
                    case "EC PRIVATE KEY" -> {
                        return PrivateKeyReader.sec1(block.bytes());
                    }
                    case "RSA PRIVATE KEY" -> {
                        return PrivateKeyReader.pkcs1(block.bytes(), release);
                    }
                    case "PRIVATE KEY" -> {
                        return PrivateKeyReader.pkcs8(block.bytes(), release);
                    }
                    default -> {}
                }
            } catch (MalformedDer | CryptoException e) {
                if (first == null) {
                    first = noPrivateKey(
                            Pem.location(i),
                            block.label() + " does not parse: "
                                    + block.encrypted().orElse(e.getMessage()));
                }
            }
        }
        throw first != null ? first : noPrivateKey(Location.none(), "found " + Pem.found(text, blocks));
    }

    private static InvalidFormatException noPrivateKey(Location location, String detail) {
        return new InvalidFormatException(
                "PRIVATE_KEY_MISSING", location, "data does not contain a valid RSA or ECDSA private key: " + detail);
    }

    /** The first block with the label of a private key, in any form. */
    static PrivateKey anyLabel(String text, KubernetesRelease release) {
        List<Pem.Block> blocks = Pem.blocks(text, release);
        for (int i = 0; i < blocks.size(); i++) {
            Pem.Block block = blocks.get(i);
            if (block.label().equals("PRIVATE KEY") || block.label().endsWith(" PRIVATE KEY")) {
                return anyForm(block, Pem.location(i), release);
            }
        }
        throw new InvalidFormatException(
                "PRIVATE_KEY_MISSING",
                Location.none(),
                "failed to find PEM block with type ending in \"PRIVATE KEY\": found " + Pem.found(text, blocks));
    }

    @FunctionalInterface
    interface KeyForm {
        PrivateKey read(byte[] der) throws MalformedDer;
    }

    private static PrivateKey anyForm(Pem.Block block, Location location, KubernetesRelease release) {
        for (KeyForm form : List.<KeyForm>of(
                der -> PrivateKeyReader.pkcs1(der, release),
                der -> PrivateKeyReader.pkcs8(der, release),
                PrivateKeyReader::sec1)) {
            try {
                return form.read(block.bytes());
            } catch (MalformedDer | CryptoException e) {
                continue; // The next form is tried, and in the end the whole is refused.
            }
        }
        String encrypted =
                block.encrypted().map(reason -> ", because " + reason).orElse("");
        throw new InvalidFormatException(
                "PRIVATE_KEY_MISSING",
                location,
                "failed to parse private key: " + block.label() + " is neither PKCS#1, PKCS#8 nor SEC1" + encrypted);
    }
}
