package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import java.util.List;

/** The usages that a request asks for in its own extensions, which Kubernetes ignores and other tools do not. */
final class RequestedUsages {

    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    private RequestedUsages() {}

    static void read(String oid, byte[] value, List<KeyUsage> usages) {
        try {
            if (oid.equals(KEY_USAGE)) {
                byte[] content = new DerInput(value).any().content();
                DerInput.checkBitString(content);
                KeyUsage.ofBits(bits(content)).forEach(usages::add);
            } else if (oid.equals(EXTENDED_KEY_USAGE)) {
                DerInput identifiers = new DerInput(value).sequence("");
                while (!identifiers.isEmpty()) {
                    KeyUsage.ofOid(identifiers.objectIdentifier()).forEach(usages::add);
                }
            }
        } catch (MalformedDer e) {
            // Kubernetes does not look into these extensions, so it does not matter what is in them.
        }
    }

    /** The first nine bits, the first one lowest. */
    private static int bits(byte[] bitString) {
        int bits = 0;
        for (int i = 0; i < 9 && 1 + i / 8 < bitString.length; i++) {
            bits |= (bitString[1 + i / 8] >> 7 - i % 8 & 1) << i;
        }
        return bits;
    }
}
