package io.github.kubetls.certificate;

import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.GoText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A usage of a key, in the words of {@code spec.usages} of a CertificateSigningRequest.
 *
 * <p>There are 23, compared exactly. Each stands for a bit of the extension keyUsage or for an identifier in
 * extendedKeyUsage (RFC 5280, sections 4.2.1.3 and 4.2.1.12); {@code signing} and {@code digital signature} are the
 * same bit, {@code s/mime} and {@code email protection} the same identifier. Other texts can be held, as in the API's
 * type, and are refused where Kubernetes refuses them.
 *
 * <pre>{@code
 * List<KeyUsage> usages = List.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.CLIENT_AUTH);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/">
 *     CertificateSigningRequest</a>
 */
public final class KeyUsage {

    /** The bit digitalSignature; same as {@link #DIGITAL_SIGNATURE}. */
    public static final KeyUsage SIGNING = bit("signing", 0);

    /** The bit digitalSignature. */
    public static final KeyUsage DIGITAL_SIGNATURE = bit("digital signature", 0);

    /** The bit contentCommitment, also named nonRepudiation. */
    public static final KeyUsage CONTENT_COMMITMENT = bit("content commitment", 1);

    /** The bit keyEncipherment: TLS with RSA key exchange. */
    public static final KeyUsage KEY_ENCIPHERMENT = bit("key encipherment", 2);

    /** The bit dataEncipherment. */
    public static final KeyUsage DATA_ENCIPHERMENT = bit("data encipherment", 3);

    /** The bit keyAgreement. */
    public static final KeyUsage KEY_AGREEMENT = bit("key agreement", 4);

    /** The bit keyCertSign: to sign certificates. */
    public static final KeyUsage CERT_SIGN = bit("cert sign", 5);

    /** The bit cRLSign: to sign revocation lists. */
    public static final KeyUsage CRL_SIGN = bit("crl sign", 6);

    /** The bit encipherOnly. */
    public static final KeyUsage ENCIPHER_ONLY = bit("encipher only", 7);

    /** The bit decipherOnly. */
    public static final KeyUsage DECIPHER_ONLY = bit("decipher only", 8);

    /** Any extended usage. */
    public static final KeyUsage ANY = extended("any", 0, "2.5.29.37.0");

    /** To authenticate a TLS server. */
    public static final KeyUsage SERVER_AUTH = extended("server auth", 1, "1.3.6.1.5.5.7.3.1");

    /** To authenticate a TLS client. */
    public static final KeyUsage CLIENT_AUTH = extended("client auth", 2, "1.3.6.1.5.5.7.3.2");

    /** To sign code. */
    public static final KeyUsage CODE_SIGNING = extended("code signing", 3, "1.3.6.1.5.5.7.3.3");

    /** To protect email. */
    public static final KeyUsage EMAIL_PROTECTION = extended("email protection", 4, "1.3.6.1.5.5.7.3.4");

    /** To protect email; same as {@link #EMAIL_PROTECTION}. */
    public static final KeyUsage S_MIME = extended("s/mime", 4, "1.3.6.1.5.5.7.3.4");

    /** An IPsec end system. */
    public static final KeyUsage IPSEC_END_SYSTEM = extended("ipsec end system", 5, "1.3.6.1.5.5.7.3.5");

    /** An IPsec tunnel. */
    public static final KeyUsage IPSEC_TUNNEL = extended("ipsec tunnel", 6, "1.3.6.1.5.5.7.3.6");

    /** An IPsec user. */
    public static final KeyUsage IPSEC_USER = extended("ipsec user", 7, "1.3.6.1.5.5.7.3.7");

    /** To stamp times. */
    public static final KeyUsage TIMESTAMPING = extended("timestamping", 8, "1.3.6.1.5.5.7.3.8");

    /** To sign OCSP answers. */
    public static final KeyUsage OCSP_SIGNING = extended("ocsp signing", 9, "1.3.6.1.5.5.7.3.9");

    /** Microsoft's server gated cryptography. */
    public static final KeyUsage MICROSOFT_SGC = extended("microsoft sgc", 10, "1.3.6.1.4.1.311.10.3.3");

    /** Netscape's server gated cryptography. */
    public static final KeyUsage NETSCAPE_SGC = extended("netscape sgc", 11, "2.16.840.1.113730.4.1");

    private static final List<KeyUsage> KNOWN = List.of(
            SIGNING,
            DIGITAL_SIGNATURE,
            CONTENT_COMMITMENT,
            KEY_ENCIPHERMENT,
            KEY_AGREEMENT,
            DATA_ENCIPHERMENT,
            CERT_SIGN,
            CRL_SIGN,
            ENCIPHER_ONLY,
            DECIPHER_ONLY,
            ANY,
            SERVER_AUTH,
            CLIENT_AUTH,
            CODE_SIGNING,
            EMAIL_PROTECTION,
            S_MIME,
            IPSEC_END_SYSTEM,
            IPSEC_TUNNEL,
            IPSEC_USER,
            TIMESTAMPING,
            OCSP_SIGNING,
            MICROSOFT_SGC,
            NETSCAPE_SGC);

    private static final Map<String, KeyUsage> BY_NAME =
            KNOWN.stream().collect(Collectors.toUnmodifiableMap(KeyUsage::value, Function.identity()));

    private static final int NONE = -1;

    private final String value;
    private final int bit;
    private final int rank;
    private final String oid;

    private KeyUsage(String value, int bit, int rank, String oid) {
        this.value = value;
        this.bit = bit;
        this.rank = rank;
        this.oid = oid;
    }

    private static KeyUsage bit(String value, int bit) {
        return new KeyUsage(value, bit, NONE, "");
    }

    private static KeyUsage extended(String value, int rank, String oid) {
        return new KeyUsage(value, NONE, rank, oid);
    }

    /**
     * {@return a usage by its name} Any text is taken, as the API's type takes it; see {@link #isKnown()}.
     *
     * @param value the name, such as {@code client auth}
     */
    public static KeyUsage of(String value) {
        KeyUsage known = BY_NAME.get(value);
        return known != null ? known : new KeyUsage(Objects.requireNonNull(value, "value"), NONE, NONE, "");
    }

    /** {@return the 23 usages that Kubernetes knows: those of keyUsage, then those of extendedKeyUsage} */
    public static List<KeyUsage> known() {
        return KNOWN;
    }

    /** {@return the name, as it stands in {@code spec.usages}} */
    public String value() {
        return value;
    }

    /** {@return whether this is one of the 23, which the API server accepts} */
    public boolean isKnown() {
        return BY_NAME.containsKey(value);
    }

    /** {@return whether this goes to the extension extendedKeyUsage rather than to keyUsage} */
    public boolean isExtended() {
        return rank != NONE;
    }

    /** The bits of keyUsage, bit 0 being the lowest; 0 when no usage stands for one. */
    static int bits(Collection<KeyUsage> usages) {
        return usages.stream()
                .filter(usage -> usage.bit != NONE)
                .mapToInt(usage -> 1 << usage.bit)
                .reduce(0, (a, b) -> a | b);
    }

    /** The identifiers of extendedKeyUsage in the order of Kubernetes, each of them once. */
    static List<String> oids(Collection<KeyUsage> usages) {
        Map<Integer, String> byRank = new TreeMap<>();
        usages.stream().filter(KeyUsage::isExtended).forEach(usage -> byRank.put(usage.rank, usage.oid));
        return new ArrayList<>(byRank.values());
    }

    /** The first usage that stands for an identifier. */
    static Stream<KeyUsage> ofOid(String oid) {
        return KNOWN.stream().filter(usage -> usage.oid.equals(oid)).limit(1);
    }

    /** The usages of a number of bits; digitalSignature is {@link #DIGITAL_SIGNATURE}. */
    static Stream<KeyUsage> ofBits(int bits) {
        return KNOWN.stream().filter(usage -> usage != SIGNING && usage.bit != NONE && (bits >> usage.bit & 1) != 0);
    }

    /** Refuses usages that Kubernetes does not know, in its words. */
    static void requireKnown(Collection<KeyUsage> usages) {
        List<String> unknown = usages.stream()
                .filter(usage -> !usage.isKnown())
                .map(usage -> GoText.quote(usage.value))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unrecognized usage values: [" + String.join(" ", unknown) + "]");
        }
    }

    /**
     * {@return several usages by their names, in order, repetitions included}
     *
     * @param values the names, in order
     */
    public static List<KeyUsage> listOf(String... values) {
        return Arrays.stream(values).map(KeyUsage::of).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyUsage that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The name. */
    @Override
    public String toString() {
        return Visible.text(value);
    }
}
