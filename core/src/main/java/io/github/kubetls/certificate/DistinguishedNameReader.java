package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
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
    static Result inRequest(DerValue subject, KubernetesRelease release) throws MalformedDer {
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
                reader.put(type, stringInRequest(value, release));
            }
        }
        return reader.result();
    }

    /** A name in a certificate: the next value of the input. */
    static Result inCertificate(DerInput input, String notASequence, KubernetesRelease release) throws MalformedDer {
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
                reader.put(type, Optional.of(stringInCertificate(value, release)));
            }
        }
        return reader.result();
    }

    private static Optional<String> stringInRequest(DerValue value, KubernetesRelease release) throws MalformedDer {
        if (value.tagClass() != 0 || value.isConstructed()) {
            return Optional.empty();
        }
        byte[] content = value.content();
        switch (value.tag()) {
            case DerInput.BOOLEAN -> {
                if (Feature.BOOLEANS_IN_NAMES_CHECKED.in(release)) {
                    value.reopen().bool();
                }
            }
            case DerInput.INTEGER -> value.reopen().int64();
            case DerInput.BIT_STRING -> DerInput.checkBitString(content);
            case DerInput.OBJECT_IDENTIFIER -> DerInput.objectIdentifier(content);
            case DerTime.UTC_TIME, DerTime.GENERALIZED_TIME -> DerTime.checkAttribute(value, release);
            default -> {
                return string(value.tag(), content, release);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> string(int tag, byte[] content, KubernetesRelease release) throws MalformedDer {
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
                return Optional.of(bmp(content, Feature.BMP_STRINGS_CHECKED.in(release)));
            }
            case TELETEX_STRING -> {
                if (Feature.LATIN1_TELETEX_STRINGS.in(release)) {
                    return Optional.of(new String(content, StandardCharsets.ISO_8859_1));
                }
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
    static String stringInCertificate(DerValue value, KubernetesRelease release) throws MalformedDer {
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
        return MalformedDer.instead(prefix + "invalid " + typeName, () -> string(identifier, value.content(), release))
                .orElseThrow(() -> new MalformedDer(prefix + "unsupported string type: " + identifier));
    }

    /**
     * The terminator that some encoders add is left out. What UCS-2 does not have is refused or, where that is not checked,
     * unpaired surrogates are replaced.
     */
    private static String bmp(byte[] content, boolean isChecked) throws MalformedDer {
        if (content.length % 2 != 0) {
            throw new MalformedDer(isChecked ? "invalid BMPString" : "pkcs12: odd-length BMP string");
        }
        int length = content.length;
        if (length >= 2 && content[length - 1] == 0 && content[length - 2] == 0) {
            length -= 2;
        }
        for (int i = 0; isChecked && i < length; i += 2) {
            int c = (content[i] & 0xFF) << 8 | content[i + 1] & 0xFF;
            if (c >= 0xD800 && c <= 0xDFFF || c >= 0xFDD0 && c <= 0xFDEF || c >= 0xFFFE) {
                throw new MalformedDer("invalid BMPString");
            }
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
