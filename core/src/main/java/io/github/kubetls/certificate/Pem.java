package io.github.kubetls.certificate;

import io.github.kubetls.CryptoException;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.TextKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PEM text as Kubernetes reads and writes it: certificates, private keys and public keys (RFC 7468).
 *
 * <p>Reading follows the API server: text around blocks is ignored, a block that does not decode is passed over, labels are
 * compared exactly. Writing is byte for byte what Kubernetes writes: line feeds only, 64 characters a line, no headers.
 *
 * <pre>{@code
 * List<X509Certificate> bundle = Pem.parseCertificates(text);
 * String text = Pem.write(bundle);
 * }</pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class Pem {

    /** Label of a certificate. */
    public static final String CERTIFICATE = "CERTIFICATE";

    /** Label of a PKCS#10 request, and the only one that the API server accepts for it. */
    public static final String CERTIFICATE_REQUEST = "CERTIFICATE REQUEST";

    private static final Base64.Encoder BODY = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /** One block: a label, headers and bytes. It may hold a private key, so {@code toString} shows the label only. */
    public static final class Block {
        private final String label;
        private final Map<String, String> headers;
        private final byte[] bytes;

        Block(String label, Map<String, String> headers, byte[] bytes) {
            this.label = label;
            this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            this.bytes = bytes;
        }

        /**
         * {@return a block without headers}
         *
         * @param label the label, such as {@code CERTIFICATE}
         * @param bytes the content
         */
        public static Block of(String label, byte[] bytes) {
            return new Block(Objects.requireNonNull(label, "label"), Map.of(), bytes.clone());
        }

        /** {@return the label: the text between {@code -----BEGIN } and the dashes} */
        public String label() {
            return label;
        }

        /** {@return the headers by key (RFC 1421, section 4.6), unmodifiable; nearly always none} */
        public Map<String, String> headers() {
            return headers;
        }

        /** {@return a copy of the content} */
        public byte[] bytes() {
            return bytes.clone();
        }

        /**
         * {@return the content as certificates that follow one another, whatever the label says; none for an empty
         * block}
         *
         * @throws InvalidFormatException with code {@code CERTIFICATE_INVALID} when it is something else
         */
        public List<X509Certificate> parseCertificates() {
            return parseCertificates(KubernetesRelease.latest());
        }

        /**
         * {@return the content as certificates that follow one another, as a release reads them}
         *
         * @param release the release
         * @throws InvalidFormatException as {@link #parseCertificates()}
         */
        public List<X509Certificate> parseCertificates(KubernetesRelease release) {
            try {
                return Collections.unmodifiableList(CertificateReader.certificates(bytes, release));
            } catch (MalformedDer e) {
                throw new InvalidFormatException("CERTIFICATE_INVALID", Location.none(), e.getMessage());
            }
        }

        /** Why a private key cannot be read (RFC 1421, section 4.6.1.3; RFC 5958, section 3); empty when that is not the reason. */
        Optional<String> encrypted() {
            return label.startsWith("ENCRYPTED") || headers.containsKey("DEK-Info")
                    ? Optional.of("it is encrypted; decrypt it first")
                    : Optional.empty();
        }

        /** {@return the block as text, ending with one line feed} */
        public String toPem() {
            StringBuilder text = new StringBuilder("-----BEGIN ").append(label).append("-----\n");
            if (!headers.isEmpty()) {
                Map<String, String> sorted = new TreeMap<>(headers);
                String procType = sorted.remove("Proc-Type");
                if (procType != null) {
                    // RFC 1421, section 4.6.1.1: it comes first.
                    text.append("Proc-Type: ").append(procType).append('\n');
                }
                sorted.forEach((key, value) ->
                        text.append(key).append(": ").append(value).append('\n'));
                text.append('\n');
            }
            if (bytes.length > 0) {
                text.append(BODY.encodeToString(bytes)).append('\n');
            }
            return text.append("-----END ").append(label).append("-----\n").toString();
        }

        /** The label and the number of bytes. */
        @Override
        public String toString() {
            return "Pem.Block[" + label + ", " + bytes.length + " bytes]";
        }
    }

    /**
     * {@return the blocks of a text, in order, as the API server finds them: a block that does not decode is passed
     * over}
     *
     * @param text any text
     */
    public static List<Block> blocks(String text) {
        return blocks(text, KubernetesRelease.latest());
    }

    /**
     * {@return the blocks of a text as a release finds them: since 1.35 other ones where BEGIN and END do not pair up}
     *
     * @param text    any text
     * @param release the release
     */
    public static List<Block> blocks(String text, KubernetesRelease release) {
        return List.copyOf(new PemScanner(text).scan(release));
    }

    /**
     * {@return certificates in order, at least one, as client-go's {@code ParseCertsPEM} reads them: every block
     * labelled {@code CERTIFICATE} without headers}
     *
     * @param text PEM text, which may hold other blocks too
     * @throws InvalidFormatException with code {@code CERTIFICATE_MISSING} when there is none, or
     *     {@code CERTIFICATE_INVALID} when one of them does not parse
     */
    public static List<X509Certificate> parseCertificates(String text) {
        return parseCertificates(text, KubernetesRelease.latest());
    }

    /**
     * {@return certificates in order, at least one, as a release reads them: negative serial numbers only before 1.32}
     *
     * @param text    PEM text, which may hold other blocks too
     * @param release the release
     * @throws InvalidFormatException as {@link #parseCertificates(String)}
     */
    public static List<X509Certificate> parseCertificates(String text, KubernetesRelease release) {
        List<Block> blocks = blocks(text, release);
        List<X509Certificate> certificates =
                certificates(blocks, block -> block.label.equals(CERTIFICATE) && block.headers.isEmpty(), release);
        if (certificates.isEmpty()) {
            throw new InvalidFormatException(
                    "CERTIFICATE_MISSING",
                    Location.none(),
                    "data does not contain any valid RSA or ECDSA certificates: expected a PEM block CERTIFICATE, found "
                            + found(text, blocks));
        }
        return certificates;
    }

    /**
     * {@return certificates in order, at least one, of a text with nothing else, as the API server reads
     * {@code status.certificate}} Every block must be labelled {@code CERTIFICATE}, have no headers and hold at least
     * one certificate. Text around blocks is ignored.
     *
     * @param text PEM text
     * @throws InvalidFormatException with code {@code CERTIFICATE_MISSING}, {@code PEM_LABEL_UNEXPECTED},
     *     {@code PEM_HEADERS_UNEXPECTED} or {@code CERTIFICATE_INVALID}; the rule is in the words of the API server
     */
    public static List<X509Certificate> parseOnlyCertificates(String text) {
        return parseOnlyCertificates(text, KubernetesRelease.latest());
    }

    /**
     * {@return certificates of a text with nothing else, as a release reads them}
     *
     * @param text    PEM text
     * @param release the release
     * @throws InvalidFormatException as {@link #parseOnlyCertificates(String)}
     */
    public static List<X509Certificate> parseOnlyCertificates(String text, KubernetesRelease release) {
        List<Block> blocks = blocks(text, release);
        List<X509Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (!block.label.equals(CERTIFICATE)) {
                throw new InvalidFormatException(
                        "PEM_LABEL_UNEXPECTED",
                        location(i),
                        "only CERTIFICATE PEM blocks are allowed, found " + GoText.quote(block.label));
            }
            if (!block.headers.isEmpty()) {
                throw new InvalidFormatException(
                        "PEM_HEADERS_UNEXPECTED", location(i), "no PEM block headers are permitted");
            }
            certificates.addAll(inOnlyBlock(block, location(i), release));
        }
        if (certificates.isEmpty()) {
            throw new InvalidFormatException(
                    "CERTIFICATE_MISSING", Location.none(), "must contain at least one CERTIFICATE PEM block");
        }
        return Collections.unmodifiableList(certificates);
    }

    private static List<X509Certificate> inOnlyBlock(Block block, Location place, KubernetesRelease release) {
        try {
            List<X509Certificate> certificates = block.parseCertificates(release);
            if (certificates.isEmpty()) {
                throw new InvalidFormatException(
                        "CERTIFICATE_MISSING",
                        Location.none(),
                        "found CERTIFICATE PEM block containing 0 certificates");
            }
            return certificates;
        } catch (InvalidFormatException e) {
            throw e.within(place);
        }
    }

    /** The certificates in the chosen blocks, in order. */
    static List<X509Certificate> certificates(List<Block> blocks, Predicate<Block> chosen, KubernetesRelease release) {
        return IntStream.range(0, blocks.size())
                .filter(i -> chosen.test(blocks.get(i)))
                .mapToObj(i -> certificate(blocks.get(i), i, release))
                .toList();
    }

    private static X509Certificate certificate(Block block, int index, KubernetesRelease release) {
        try {
            return CertificateReader.certificate(block.bytes, release);
        } catch (MalformedDer e) {
            throw new InvalidFormatException("CERTIFICATE_INVALID", location(index), e.getMessage());
        }
    }

    static Location location(int index) {
        return Location.of("PEM block " + (index + 1));
    }

    /** What is in a text in place of what a reader looked for: the labels of its blocks, or what it most likely is. */
    static String found(String text, List<Block> blocks) {
        if (blocks.isEmpty()) {
            String kind = TextKind.of(text).filter(found -> !text.isBlank()).orElse("");
            boolean isExplained = kind.contains("line") || kind.contains("mark");
            String damage = kind.startsWith("a PEM block") && !isExplained ? ", cut off or damaged" : "";
            return "no PEM block" + (kind.isEmpty() ? "" : ", but " + kind + damage);
        }
        return blocks.stream()
                .map(block -> TextKind.label(block.label))
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
    }

    /**
     * {@return a private key (RSA, ECDSA, Ed25519 or ML-DSA), read strictly as by client-go's
     * {@code ParsePrivateKeyPEM}: the first block whose content is what its label says ({@code EC PRIVATE KEY},
     * {@code RSA PRIVATE KEY} or {@code PRIVATE KEY})} Other blocks, such as {@code EC PARAMETERS}, are passed over.
     *
     * @param text PEM text
     * @throws InvalidFormatException with code {@code PRIVATE_KEY_MISSING} when there is none, or it is encrypted
     */
    public static PrivateKey parsePrivateKey(String text) {
        return parsePrivateKey(text, KubernetesRelease.latest());
    }

    /**
     * {@return a private key, as a release reads it: CRT values of RSA keys that do not fit only before 1.33}
     *
     * @param text    PEM text
     * @param release the release
     * @throws InvalidFormatException as {@link #parsePrivateKey(String)}
     */
    public static PrivateKey parsePrivateKey(String text, KubernetesRelease release) {
        return PrivateKeyBlocks.strict(text, release);
    }

    /**
     * {@return a private key (RSA, ECDSA, Ed25519 or ML-DSA), as a TLS server or client of Kubernetes reads it beside
     * its certificate: that of the first block whose label is {@code PRIVATE KEY} or ends in it, in any form}
     *
     * @param text PEM text
     * @throws InvalidFormatException with code {@code PRIVATE_KEY_MISSING} when there is no such block, or it does not parse
     */
    public static PrivateKey parseTlsPrivateKey(String text) {
        return parseTlsPrivateKey(text, KubernetesRelease.latest());
    }

    /**
     * {@return a private key beside a certificate, as a release reads it: CRT values of RSA keys that do not fit only before
     * 1.33}
     *
     * @param text    PEM text
     * @param release the release
     * @throws InvalidFormatException as {@link #parseTlsPrivateKey(String)}
     */
    public static PrivateKey parseTlsPrivateKey(String text, KubernetesRelease release) {
        return PrivateKeyBlocks.anyLabel(text, release);
    }

    /**
     * {@return public keys in order, at least one, as client-go's {@code ParsePublicKeysPEM} reads them: of private
     * keys, of certificates, and bare} Labels do not matter. PKCS#8 keys on elliptic curves, bare PKCS#1 public keys
     * and Ed25519 are passed over.
     *
     * @param text PEM text
     * @throws InvalidFormatException with code {@code PUBLIC_KEY_MISSING} when there is none
     */
    public static List<PublicKey> parsePublicKeys(String text) {
        return parsePublicKeys(text, KubernetesRelease.latest());
    }

    /**
     * {@return public keys in order, at least one, as a release reads the private keys and certificates that hold them}
     *
     * @param text    PEM text
     * @param release the release
     * @throws InvalidFormatException as {@link #parsePublicKeys(String)}
     */
    public static List<PublicKey> parsePublicKeys(String text, KubernetesRelease release) {
        List<Block> blocks = blocks(text, release);
        List<PublicKey> keys = blocks.stream()
                .flatMap(block -> PublicKeyReader.any(block.bytes, release).stream())
                .toList();
        if (keys.isEmpty()) {
            throw new InvalidFormatException(
                    "PUBLIC_KEY_MISSING",
                    Location.none(),
                    "data does not contain any valid RSA or ECDSA public keys: found " + found(text, blocks));
        }
        return keys;
    }

    /**
     * {@return the private key of a file; when the file does not exist, a new one of {@link KeyAlgorithm#ECDSA_P256},
     * which is written with mode 0600} A file that holds no key is an error: it is never replaced. Of
     * several programs that generate a key for one file at the same time, all get the one that stays.
     *
     * @param file the file
     * @throws IOException when the file cannot be read or written, or does not hold a key
     */
    public static PrivateKey readOrGeneratePrivateKey(Path file) throws IOException {
        return readOr(file, KeyAlgorithm.ECDSA_P256::generateKeyPair);
    }

    /**
     * {@return the private key of a file, as {@link #readOrGeneratePrivateKey(Path)} reads or makes it, with randomness of
     * the caller's}
     *
     * @param file   the file
     * @param random the source of randomness for a new key
     * @throws IOException when the file cannot be read or written, or does not hold a key
     */
    public static PrivateKey readOrGeneratePrivateKey(Path file, SecureRandom random) throws IOException {
        return readOr(file, () -> KeyAlgorithm.ECDSA_P256.generateKeyPair(random));
    }

    /**
     * {@return the private key of a file, as {@link #readOrGeneratePrivateKey(Path)} reads or makes it, with a provider that
     * generates a new key}
     *
     * @param file     the file
     * @param provider the JCA provider, which need not be registered
     * @throws IOException              when the file cannot be read or written, or does not hold a key
     * @throws IllegalArgumentException when the new key cannot leave the provider
     * @throws CryptoException          when the provider fails or does not know the algorithm
     */
    public static PrivateKey readOrGeneratePrivateKey(Path file, Provider provider) throws IOException {
        return readOr(file, () -> KeyAlgorithm.ECDSA_P256.generateKeyPair(provider));
    }

    private static PrivateKey readOr(Path file, Supplier<KeyPair> generated) throws IOException {
        try {
            return readKey(file);
        } catch (NoSuchFileException e) {
            PrivateKey key = generated.get().getPrivate();
            byte[] pem = write(key).getBytes(StandardCharsets.US_ASCII);
            // Where another program was faster, its key is the one that stays.
            return AtomicFiles.writeIfAbsent(file, pem, AtomicFiles.OWNER_ONLY) ? key : readKey(file);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try {
            return parsePrivateKey(read(file));
        } catch (InvalidFormatException e) {
            throw new IOException("error loading key from " + file + ": " + e.getMessage(), e);
        }
    }

    static String read(Path file) throws IOException {
        // One character for each byte: the scanner looks at ASCII only.
        return new String(AtomicFiles.read(file), StandardCharsets.ISO_8859_1);
    }

    /** What a parser makes of a text, whose place is part of the error when there is one. */
    static <T> T parse(String text, Location place, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (InvalidFormatException e) {
            throw e.within(place);
        }
    }

    /**
     * {@return certificates as text, each as one block; empty for no certificate}
     *
     * @param certificates the certificates, leaf first
     */
    public static String write(List<X509Certificate> certificates) {
        return certificates.stream().map(Pem::write).collect(Collectors.joining());
    }

    /**
     * {@return a certificate as one block of text}
     *
     * @param certificate the certificate
     */
    public static String write(X509Certificate certificate) {
        try {
            return Block.of(CERTIFICATE, certificate.getEncoded()).toPem();
        } catch (CertificateEncodingException e) {
            throw new CryptoException("could not encode a certificate", e);
        }
    }

    /**
     * {@return a private key as Kubernetes writes it: {@code EC PRIVATE KEY} (SEC1) for ECDSA, {@code RSA PRIVATE KEY}
     * (PKCS#1) for RSA, {@code PRIVATE KEY} (PKCS#8) for Ed25519 and ML-DSA} The text is a secret.
     *
     * @param key the key, of any provider that lets it out
     * @throws IllegalArgumentException when the key cannot leave its provider
     * @throws CryptoException          when the provider does not give its usual encoding
     */
    public static String write(PrivateKey key) {
        return PrivateKeyWriter.block(key).toPem();
    }

    /**
     * {@return a public key as a block {@code PUBLIC KEY} (RFC 5280, section 4.1.2.7)}
     *
     * @param key the key
     * @throws IllegalArgumentException when the key has no X.509 encoding
     */
    public static String write(PublicKey key) {
        return Block.of("PUBLIC KEY", PublicKeyReader.encoded(key)).toPem();
    }
}
