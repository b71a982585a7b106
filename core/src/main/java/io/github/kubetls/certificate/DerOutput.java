package io.github.kubetls.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.BERTags;

/** Encodes structures as DER. */
final class DerOutput {

    private DerOutput() {}

    /** A sequence of encoded structures, whose bytes stay as they are. */
    static byte[] sequence(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream(length + 5);
        output.write(BERTags.CONSTRUCTED | BERTags.SEQUENCE);
        writeLength(output, length);
        for (byte[] part : parts) {
            output.writeBytes(part);
        }
        return output.toByteArray();
    }

    /** One byte, or the number of bytes that follow (X.690, section 10.1). */
    private static void writeLength(ByteArrayOutputStream output, int length) {
        if (length < 0x80) {
            output.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        output.write(0x80 | bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            output.write(length >> i * Byte.SIZE);
        }
    }

    static byte[] encode(ASN1Encodable structure) {
        try {
            return structure.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            // Writing to memory does not fail.
            throw new UncheckedIOException(e);
        }
    }
}
