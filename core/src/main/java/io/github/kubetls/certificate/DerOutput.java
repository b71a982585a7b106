package io.github.kubetls.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;

/** Encodes structures as DER. */
final class DerOutput {

    private DerOutput() {}

    /** A structure whose bytes stay as they are when it becomes part of another; they are not looked into. */
    static ASN1Primitive encoded(byte[] der) {
        try (ASN1InputStream input = new ASN1InputStream(der, true)) {
            return input.readObject();
        } catch (IOException e) {
            // It has been written, or read, by us.
            throw new UncheckedIOException(e);
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
