package io.github.kubetls.discovery;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.text.Invisible;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A pin of a CA's public key, as {@code kubeadm join --discovery-token-ca-cert-hash} takes it: {@code sha256:} and the
 * SHA-256 of the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7; RFC 7469, 2.4) in hexadecimal.
 *
 * <p>The digits are kept in lower case. A CA certificate that is issued again for the same key keeps its pin.
 *
 * <pre>{@code
 * CaPin pin = CaPin.of(caCertificate);      // sha256:bfa6ad90…
 * boolean trusted = pin.matches(caCertificate);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/">kubeadm join</a>
 */
public final class CaPin {

    private static final String FORMAT = "sha256";
    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern FINGERPRINT =
            Pattern.compile("[^=]{0,40}=?+[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){19,}+\\s*+");
    private static final int LENGTH = 64;
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final String digits;

    private CaPin(String digits) {
        this.digits = digits;
    }

    /**
     * {@return the pin of a certificate's public key, over the bytes that the certificate encodes it with}
     *
     * @param certificate the CA's certificate
     * @throws CryptoException when the certificate cannot give its bytes, or they are not DER
     */
    public static CaPin of(X509Certificate certificate) {
        try {
            return new CaPin(sha256(publicKeyInfo(certificate.getTBSCertificate())));
        } catch (CertificateEncodingException e) {
            throw new CryptoException("the certificate cannot be encoded", e);
        }
    }

    /**
     * Reads a pin.
     *
     * @param text the pin; the format name and the digits may be in either case, nothing may stand around them
     * @return the pin
     * @throws InvalidFormatException with code {@code PIN_INVALID} when there is not exactly one colon, the format is not
     *     {@code sha256}, or there are not 64 hexadecimal digits; also for the hash of nothing, which a well-known recipe
     *     prints for CAs with EC keys
     */
    public static CaPin parse(String text) {
        String accident = accident(text);
        if (!accident.isEmpty()) {
            throw invalid("expected sha256:<64 hexadecimal digits>" + accident);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            throw invalid("expected exactly one colon, as in sha256:<64 hexadecimal digits>");
        }
        if (!text.substring(0, colon).toLowerCase(Locale.ROOT).equals(FORMAT)) {
            throw invalid("the only known format is sha256");
        }
        String value = text.substring(colon + 1);
        if (value.length() != LENGTH) {
            throw invalid("expected 64 hexadecimal digits, found " + value.length() + " characters");
        }
        if (!DIGITS.matcher(value).matches()) {
            throw invalid("expected 64 hexadecimal digits, found something else among them");
        }
        String digits = value.toLowerCase(Locale.ROOT);
        if (digits.equals(OF_NOTHING)) {
            throw invalid(
                    "this is the hash of no bytes at all: the recipe with \"openssl rsa\" prints it for a CA whose key is not"
                            + " RSA; use \"openssl pkey -pubin -outform der\" instead");
        }
        return new CaPin(digits);
    }

    /** What was taken for a pin by mistake, or came along with it. */
    private static String accident(String text) {
        if (FINGERPRINT.matcher(text).matches()) {
            return "; it is a fingerprint: it has colons between the digits, and is most often that of the whole certificate";
        }
        if (text.indexOf('=') >= 0 && text.toLowerCase(Locale.ROOT).contains("stdin")) {
            return "; it is what openssl prints: leave out all up to the equals sign";
        }
        return Invisible.hint(text);
    }

    private static InvalidFormatException invalid(String rule) {
        return new InvalidFormatException("PIN_INVALID", Location.none(), "the public key pin is invalid: " + rule);
    }

    /**
     * {@return the pins of several texts, in order}
     *
     * @param texts the pins; one that is bad fails them all
     * @throws InvalidFormatException with code {@code PIN_INVALID} and the place of the first bad one, such as {@code [1]}
     */
    public static List<CaPin> parseAll(List<String> texts) {
        CaPin[] pins = new CaPin[texts.size()];
        for (int i = 0; i < pins.length; i++) {
            try {
                pins[i] = parse(texts.get(i));
            } catch (InvalidFormatException e) {
                throw e.within(Location.of("[" + i + "]"));
            }
        }
        return List.of(pins);
    }

    /**
     * {@return whether a certificate has the pinned key} Dates, names and constraints are not looked at.
     *
     * @param certificate the certificate
     */
    public boolean matches(X509Certificate certificate) {
        return equals(of(certificate));
    }

    /** What this pin was most likely computed from by mistake, for the certificate that was meant; empty when unknown. */
    String accident(X509Certificate certificate, String pem) {
        try {
            if (digits.equals(sha256(certificate.getEncoded()))) {
                return "the pin is the hash of the whole certificate instead of its public key";
            }
        } catch (CertificateEncodingException e) {
            throw new CryptoException("the certificate cannot be encoded", e);
        }
        return digits.equals(sha256(pem.getBytes(StandardCharsets.UTF_8)))
                ? "the pin is the hash of the PEM file instead of the public key"
                : "";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("this Java platform has no SHA-256", e);
        }
    }

    /**
     * Cuts the SubjectPublicKeyInfo out of a TBSCertificate. The key object would encode itself again, and not always
     * with the same bytes.
     */
    private static byte[] publicKeyInfo(byte[] tbs) {
        try {
            DerInput fields = new DerInput(tbs).sequence("tbsCertificate");
            fields.optionalTagged(0);
            // Serial number, signature algorithm, issuer, validity, subject: RFC 5280, 4.1.
            for (int skip = 5; skip > 0; skip--) {
                fields.any();
            }
            return fields.any().encoded();
        } catch (MalformedDer e) {
            throw new CryptoException("the certificate is not DER", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CaPin that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    /** The pin as kubeadm takes it: {@code sha256:} and 64 digits in lower case. */
    @Override
    public String toString() {
        return FORMAT + ":" + digits;
    }
}
