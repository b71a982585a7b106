package io.github.kubetls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.internal.der.DerInput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X.690, section 10, as Bouncy Castle writes it. */
class DerOutputTest {

    private static byte[] der(ASN1Encodable value) throws IOException {
        return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 255, 256, 257, 65_535, 65_536, 1_000_000})
    void writesLengthsInAsFewBytesAsPossible(int length) throws IOException {
        byte[] content = new byte[length];
        assertThat(DerOutput.octetString(content)).isEqualTo(der(new DEROctetString(content)));
        assertThat(DerOutput.bitString(content)).isEqualTo(der(new DERBitString(content)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 127, 128, -128, -129, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesIntegers(long number) throws IOException {
        assertThat(DerOutput.integer(number)).isEqualTo(der(new ASN1Integer(BigInteger.valueOf(number))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0",
                "0.39",
                "1.0",
                "1.39",
                "2.0",
                "2.39",
                "2.40",
                "2.47",
                "2.48",
                "2.100",
                "2.999.3",
                "2.5.29.17",
                "1.2.840.113549.1.1.11",
                "1.3.127.128.16383.16384.2097151.2097152",
                "1.3.2147483647.0.2147483647",
                "2.2147483567"
            })
    void writesIdentifiersThatItsReaderTakes(String dotted) throws Exception {
        byte[] encoded = DerOutput.objectIdentifier(dotted);
        assertThat(encoded).isEqualTo(der(new ASN1ObjectIdentifier(dotted)));
        assertThat(new DerInput(encoded).objectIdentifier()).isEqualTo(dotted);
    }

    @Test
    void sortsTheElementsOfASet() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            List<byte[]> parts = new ArrayList<>();
            List<ASN1Encodable> same = new ArrayList<>();
            for (int count = random.nextInt(6); count > 0; count--) {
                byte[] content = new byte[random.nextInt(3)];
                random.nextBytes(content);
                parts.add(DerOutput.octetString(content));
                same.add(new DEROctetString(content));
            }
            byte[][] array = parts.toArray(byte[][]::new);
            assertThat(DerOutput.set(array)).isEqualTo(der(new DERSet(same.toArray(ASN1Encodable[]::new))));
            assertThat(DerOutput.sequence(parts)).isEqualTo(der(new DERSequence(same.toArray(ASN1Encodable[]::new))));
            assertThat(DerOutput.tagged(3, DerOutput.sequence(parts)))
                    .isEqualTo(der(new DERTaggedObject(true, 3, new DERSequence(same.toArray(ASN1Encodable[]::new)))));
        }
    }

    @Test
    void writesTagsOfAContextInPlaceOfTheirOwn() throws IOException {
        byte[] content = {1, 2};
        assertThat(DerOutput.taggedPrimitive(7, content))
                .isEqualTo(der(new DERTaggedObject(false, 7, new DEROctetString(content))));
        assertThat(DerOutput.bitString(new byte[] {(byte) 0xA0}, 5))
                .isEqualTo(der(new DERBitString(new byte[] {(byte) 0xA0}, 5)));
    }
}
