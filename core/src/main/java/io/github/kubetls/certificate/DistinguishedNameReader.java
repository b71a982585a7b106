package io.github.kubetls.certificate;

import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.text.GoText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads distinguished names with the acceptance of Kubernetes: six string types, whose content is checked. In a request,
 * values of other types are passed over; in a certificate they are refused.
 */
final class DistinguishedNameReader {

    private static final int UTF8_STRING = 12;
    private static final int NUMERIC_STRING = 18;
    private static final int PRINTABLE_STRING = 19;
    private static final int TELETEX_STRING = 20;
    private static final int IA5_STRING = 22;
    private static final int BMP_STRING = 30;

    /** What was read: the name, and the types of those attributes that Kubernetes does not see. */
    record Result(DistinguishedName name, List<String> unknownTypes) {}

    private final List<String> unknownTypes = new ArrayList<>();
    private final Map<String, List<String>> values = new HashMap<>();

    private DistinguishedNameReader() {}

    /** The subject of a request, as one whole value. */
    static Result inRequest(DerValue subject) throws MalformedDer {
        DerInput input = subject.reopen();
        DerInput names = input.sequence("RDNSequence").checkElements(DerInput.SET, true);
        DistinguishedNameReader reader = new DistinguishedNameReader();
        while (!names.isEmpty()) {
            DerInput set = names.set("RelativeDistinguishedNameSET").checkElements(DerInput.SEQUENCE, true);
            while (!set.isEmpty()) {
                DerInput attribute = set.sequence("AttributeTypeAndValue");
                String type = attribute.objectIdentifier();
                if (attribute.isEmpty()) {
                    throw MalformedDer.syntax("sequence truncated");
                }
                DerValue value = attribute.any();
                reader.put(type, stringInRequest(value));
            }
        }
        return reader.result();
    }

    /** A name in a certificate: the next value of the input. */
    static Result inCertificate(DerInput input, String notASequence) throws MalformedDer {
        DerInput names = MalformedDer.instead(notASequence, () -> input.sequence(""));
        DistinguishedNameReader reader = new DistinguishedNameReader();
        while (!names.isEmpty()) {
            DerInput set = MalformedDer.instead("x509: invalid RDNSequence", () -> names.set(""));
            while (!set.isEmpty()) {
                DerInput attribute =
                        MalformedDer.instead("x509: invalid RDNSequence: invalid attribute", () -> set.sequence(""));
                String type = MalformedDer.instead(
                        "x509: invalid RDNSequence: invalid attribute type", attribute::objectIdentifier);
                DerValue value =
                        MalformedDer.instead("x509: invalid RDNSequence: invalid attribute value", attribute::any);
                reader.put(type, Optional.of(stringInCertificate(value)));
            }
        }
        return reader.result();
    }

    private static Optional<String> stringInRequest(DerValue value) throws MalformedDer {
        if (value.tagClass() != 0 || value.isConstructed()) {
            return Optional.empty();
        }
        byte[] content = value.content();
        switch (value.tag()) {
            case DerInput.INTEGER -> value.reopen().int64();
            case DerInput.BIT_STRING -> DerInput.checkBitString(content);
            case DerInput.OBJECT_IDENTIFIER -> DerInput.objectIdentifier(content);
            case DerTime.UTC_TIME, DerTime.GENERALIZED_TIME -> DerTime.checkAttribute(value);
            default -> {
                return string(value.tag(), content);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> string(int tag, byte[] content) throws MalformedDer {
        switch (tag) {
            case PRINTABLE_STRING -> check(isPrintable(content), "PrintableString contains invalid character");
            case NUMERIC_STRING -> check(isNumeric(content), "NumericString contains invalid character");
            case IA5_STRING -> check(GoText.isAscii(content), "IA5String contains invalid character");
            case UTF8_STRING -> {
                if (!GoText.isUtf8(content)) {
                    throw new MalformedDer("asn1: invalid UTF-8 string");
                }
            }
            case BMP_STRING -> {
                if (content.length % 2 != 0) {
                    throw new MalformedDer("pkcs12: odd-length BMP string");
                }
                return Optional.of(bmp(content));
            }
            case TELETEX_STRING -> {
                // Taken as it is.
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(GoText.of(content));
    }

    private static void check(boolean condition, String message) throws MalformedDer {
        if (!condition) {
            throw MalformedDer.syntax(message);
        }
    }

    /** The value of an attribute in a certificate. */
    static String stringInCertificate(DerValue value) throws MalformedDer {
        String prefix = "x509: invalid RDNSequence: invalid attribute value: ";
        int identifier = value.tagClass() << 6 | (value.isConstructed() ? 0x20 : 0) | value.tag();
        String typeName = switch (identifier) {
            case PRINTABLE_STRING -> "PrintableString";
            case NUMERIC_STRING -> "NumericString";
            case IA5_STRING -> "IA5String";
            case UTF8_STRING -> "UTF-8 string";
            case BMP_STRING -> "BMPString";
            default -> "string";
        };
        return MalformedDer.instead(prefix + "invalid " + typeName, () -> string(identifier, value.content()))
                .orElseThrow(() -> new MalformedDer(prefix + "unsupported string type: " + identifier));
    }

    /** The terminator that some encoders add is left out; unpaired surrogates are replaced, as Kubernetes does. */
    private static String bmp(byte[] content) {
        int length = content.length;
        if (length >= 2 && content[length - 1] == 0 && content[length - 2] == 0) {
            length -= 2;
        }
        return new String(content, 0, length, StandardCharsets.UTF_16BE);
    }

    private static boolean isNumeric(byte[] content) {
        for (byte b : content) {
            if (b != ' ' && (b < '0' || b > '9')) {
                return false;
            }
        }
        return true;
    }

    /** The set of X.680, section 41.4, and two characters that real certificates contain. */
    private static boolean isPrintable(byte[] content) {
        for (byte b : content) {
            if (!Names.isPrintable(b) && b != '*' && b != '&') {
                return false;
            }
        }
        return true;
    }

    private void put(String type, Optional<String> value) {
        if (value.isEmpty() || !Names.TYPES.contains(type)) {
            unknownTypes.add(type);
        } else if (!Names.SINGLE.contains(type)) {
            values.computeIfAbsent(type, key -> new ArrayList<>()).add(value.get());
        } else if (value.get().isEmpty()) {
            values.remove(type);
        } else {
            // Of several the last one counts.
            values.put(type, List.of(value.get()));
        }
    }

    private Result result() {
        // Kubernetes takes values as they are, text or not.
        values.replaceAll((type, all) -> List.copyOf(all));
        return new Result(new DistinguishedName(values), List.copyOf(unknownTypes));
    }
}
