package io.github.kubetls.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** Encodes distinguished names as Kubernetes does: one RDN for each attribute type, in a fixed order. */
final class Names {

    static final String COUNTRY = "2.5.4.6";
    static final String PROVINCE = "2.5.4.8";
    static final String LOCALITY = "2.5.4.7";
    static final String STREET_ADDRESS = "2.5.4.9";
    static final String POSTAL_CODE = "2.5.4.17";
    static final String ORGANIZATION = "2.5.4.10";
    static final String ORGANIZATIONAL_UNIT = "2.5.4.11";
    static final String COMMON_NAME = "2.5.4.3";
    static final String SERIAL_NUMBER = "2.5.4.5";

    /** All that Kubernetes reads and writes, in its order. */
    static final List<String> TYPES = List.of(
            COUNTRY,
            PROVINCE,
            LOCALITY,
            STREET_ADDRESS,
            POSTAL_CODE,
            ORGANIZATION,
            ORGANIZATIONAL_UNIT,
            COMMON_NAME,
            SERIAL_NUMBER);

    /** Those of which a name has one value at most. */
    static final List<String> SINGLE = List.of(COMMON_NAME, SERIAL_NUMBER);

    private Names() {}

    static X500Name encode(DistinguishedName name) {
        List<RDN> names = new ArrayList<>();
        for (String type : TYPES) {
            List<String> values = name.values(type);
            if (!values.isEmpty()) {
                // Several values of one type share an RDN, which is a SET: Bouncy Castle sorts it.
                names.add(new RDN(values.stream()
                        .map(value -> new AttributeTypeAndValue(new ASN1ObjectIdentifier(type), string(value)))
                        .toArray(AttributeTypeAndValue[]::new)));
            }
        }
        return new X500Name(names.toArray(RDN[]::new));
    }

    private static ASN1Encodable string(String value) {
        boolean printable = IntStream.range(0, value.length()).allMatch(i -> isPrintable(value.charAt(i)));
        return printable ? new DERPrintableString(value) : new DERUTF8String(value);
    }

    /** X.680, section 41.4. */
    static boolean isPrintable(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c >= '\'' && c <= ')'
                || c >= '+' && c <= '/'
                || c == ' '
                || c == ':'
                || c == '='
                || c == '?';
    }
}
