package io.github.kubetls.certificate;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.TextKind;
import java.util.List;

/** The PEM block of a certification request: the first that decodes decides. */
final class RequestBlock {

    private RequestBlock() {}

    /** The bytes of the block; with the label of {@code keytool}, too, if any label will do. */
    static byte[] of(String pem, boolean anyLabel, KubernetesRelease release) {
        List<Pem.Block> blocks = Pem.blocks(pem, release);
        String label = blocks.isEmpty() ? "" : blocks.get(0).label();
        if (label.equals(Pem.CERTIFICATE_REQUEST) || anyLabel && label.equals("NEW " + Pem.CERTIFICATE_REQUEST)) {
            return blocks.get(0).bytes();
        }
        throw new InvalidFormatException(
                "REQUEST_MISSING",
                Location.none(),
                "PEM block type must be CERTIFICATE REQUEST: found "
                        + (blocks.isEmpty() ? Pem.found(pem, blocks) : insteadOfRequest(blocks)));
    }

    /** The first block, which decides, with what it is and what to do about it. */
    private static String insteadOfRequest(List<Pem.Block> blocks) {
        String label = blocks.get(0).label();
        String found = TextKind.label(label);
        if (label.equals("NEW " + Pem.CERTIFICATE_REQUEST)) {
            found += ", rewrite the label";
        } else if (label.equals(Pem.CERTIFICATE)) {
            found += ", a certificate";
        } else if (label.endsWith("PRIVATE KEY")) {
            found += ", a private key, which nobody else may ever see: if it was sent, make a new one";
        }
        boolean isBehind = blocks.stream().anyMatch(block -> block.label().equals(Pem.CERTIFICATE_REQUEST));
        return isBehind ? found + "; the request is behind it, and the first block decides" : found;
    }
}
