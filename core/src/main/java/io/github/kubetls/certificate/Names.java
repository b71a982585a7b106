package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    static byte[] encode(DistinguishedName name) {
        List<byte[]> names = new ArrayList<>();
        for (String type : TYPES) {
            List<String> values = name.values(type);
            if (!values.isEmpty()) {
                // Several values of one type share an RDN.
                byte[][] attributes = new byte[values.size()][];
                for (int i = 0; i < attributes.length; i++) {
                    attributes[i] = DerOutput.sequence(DerOutput.objectIdentifier(type), string(values.get(i)));
                }
                names.add(DerOutput.set(attributes));
            }
        }
        return DerOutput.sequence(names);
    }

    private static byte[] string(String value) {
        boolean printable = true;
        for (int i = 0; i < value.length(); i++) {
            printable &= isPrintable(value.charAt(i));
        }
        return DerOutput.value(
                printable ? DerInput.PRINTABLE_STRING : DerInput.UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
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
