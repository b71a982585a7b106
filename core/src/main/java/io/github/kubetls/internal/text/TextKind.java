package io.github.kubetls.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text most likely is that a parser did not expect, as words for its message. Nothing of the text is in them but what
 * kind of thing it says it is.
 */
public final class TextKind {

    /** What {@link #of} calls a command line of {@code kubeadm join}. */
    public static final String JOIN_COMMAND = "a command line of kubeadm";

    /** How the words for an object of Kubernetes begin; its kind follows. */
    private static final String MANIFEST = "a manifest of kind ";

    private static final int BEGINNING = 4096;
    private static final int LONGEST_BASE64 = 4 << 20;
    private static final int SHORTEST_BASE64 = 16;
    private static final int DEEPEST = 3;
    private static final int CERTAINLY_UTF16 = 4;

    private static final String BEGIN = "-----BEGIN ";
    private static final Pattern NAME_OF_KIND = Pattern.compile("[A-Za-z]{1,63}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9 ]{1,40}");
    private static final Pattern KIND =
            Pattern.compile("(?m)(?:^|[{,] {0,4}|^ {1,4})\"?kind\"?: {0,4}\"?([A-Z][A-Za-z]{2,60})");
    private static final Pattern FIELD_OF_OBJECT =
            Pattern.compile("(?m)(?:^ {0,4}|[{,] {0,4})\"?(?:apiVersion|kind)\"?:");
    private static final Pattern API_VERSION = Pattern.compile("[a-z0-9./_-]{1,100}");
    private static final Pattern FLAGS = Pattern.compile("--[a-z][a-z-]*+[= ].*+", Pattern.DOTALL);
    private static final Pattern PATH =
            Pattern.compile("(?:~?/|\\.{1,2}/|[A-Za-z]:\\\\).*+|\\S*\\.(?:crt|cert|cer|pem|key|conf|ya?ml)");
    private static final Pattern VARIABLE = Pattern.compile("(?:export )?[A-Z][A-Z0-9_]{2,60}=.*", Pattern.DOTALL);
    private static final Pattern JWT =
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,4000}+\\.[A-Za-z0-9_-]{8,4000}+\\.[A-Za-z0-9_-]*+");
    private static final Pattern BOOTSTRAP_TOKEN = Pattern.compile("[0-9a-z]{6}\\.[0-9a-z]{16}");
    private static final Pattern TOKEN_FILE =
            Pattern.compile("[^,\\s\"]{8,300},[^,\\s]{1,300},[^,\\n]{0,300}(?:,[^\\n]*)?(?:\\n.*)?", Pattern.DOTALL);

    /** How files of other kinds begin, one character for each byte. */
    private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put("PK\u0003\u0004", "a ZIP archive");
        BEGINNINGS.put("\u001F\u008B", "data compressed by gzip");
        BEGINNINGS.put("\u00FE\u00ED\u00FE\u00ED", "a Java key store");
        BEGINNINGS.put("<!doctype", "a page in HTML");
        BEGINNINGS.put("<html", "a page in HTML");
        BEGINNINGS.put("<?xml", "XML");
        BEGINNINGS.put("ssh-", "a public key of SSH");
        BEGINNINGS.put("kubeadm join ", JOIN_COMMAND);
        BEGINNINGS.put("sudo kubeadm", JOIN_COMMAND);
    }

    private TextKind() {}

    /**
     * {@return what bytes are}
     *
     * @param bytes any bytes
     */
    public static Optional<String> of(byte[] bytes) {
        return of(bytes, 0);
    }

    /**
     * {@return what a text is}
     *
     * @param text any text, whose bytes may have become one character each
     */
    public static Optional<String> of(String text) {
        return of(text, 0);
    }

    /**
     * {@return what a message about a text adds: what it is when that is another kind of thing than a manifest, or which
     * character in it cannot be seen; nothing when there is nothing to say}
     *
     * @param text the text that was refused
     */
    public static String hint(String text) {
        String kind = hintOfKind(text);
        return kind.isEmpty() ? Invisible.hint(text) : kind;
    }

    /**
     * {@return what a message about a text adds when that is another kind of thing than a manifest; nothing when it is not}
     *
     * @param text the text that was refused
     */
    public static String hintOfKind(String text) {
        return of(text).filter(kind -> !kind.startsWith(MANIFEST))
                .map(TextKind::found)
                .orElse("");
    }

    /**
     * {@return what {@link #hint(String)} says of bytes}
     *
     * @param bytes the bytes that were refused
     */
    public static String hint(byte[] bytes) {
        // One character for each byte, so that what is binary is recognised too.
        return of(bytes)
                .map(TextKind::found)
                .orElseGet(() -> Invisible.hint(new String(bytes, StandardCharsets.ISO_8859_1)));
    }

    /**
     * {@return what a message about an object of another kind adds; nothing when these are no names of kinds}
     *
     * @param kind       its kind, or what stands in its place
     * @param apiVersion its version, likewise
     */
    public static String hintForObject(String kind, String apiVersion) {
        if (!NAME_OF_KIND.matcher(kind).matches()) {
            return "";
        }
        return found(MANIFEST + kind) + (API_VERSION.matcher(apiVersion).matches() ? " of " + apiVersion : "");
    }

    /**
     * {@return what a message about a text that is no base64 adds; nothing when there is nothing to say}
     *
     * @param text the text
     */
    public static String hintForBase64(String text) {
        if (PATH.matcher(text).matches()) {
            return found("a path, where the content of the file belongs");
        }
        String hint = Invisible.hint(text);
        if (!hint.isEmpty()) {
            return hint;
        }
        if (of(text).isPresent()) {
            return hint(text);
        }
        if (text.indexOf('-') >= 0 || text.indexOf('_') >= 0) {
            boolean forUrls = text.chars().allMatch(c -> c < 0x80 && isBase64((char) c) && c != '+' && c != '/');
            return forUrls ? found("base64 for URLs, which has - and _ for + and /") : "";
        }
        return text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0 ? "; it has blanks" : "";
    }

    private static String found(String kind) {
        return ": found " + kind;
    }

    /**
     * {@return the label of a PEM block, with what to do about one that hardly anybody reads}
     *
     * @param label the label; one that is unusual is not repeated
     */
    public static String label(String label) {
        if (!LABEL.matcher(label).matches()) {
            return "a PEM block with an unusual label";
        }
        return switch (label) {
            case "TRUSTED CERTIFICATE" -> label + ", which only openssl reads: convert it with openssl x509";
            case "ENCRYPTED PRIVATE KEY" -> label + ", which is encrypted: decrypt it first";
            case "OPENSSH PRIVATE KEY" -> label + ", a key of SSH";
            case "PKCS7" -> label + ": extract the certificates with openssl pkcs7 -print_certs";
            default -> label;
        };
    }

    /** {@return whether bytes are text in UTF-16: they begin with its mark, or every other one of the first is zero} */
    public static boolean isUtf16(byte[] bytes) {
        return isUtf16(beginning(bytes));
    }

    private static boolean isUtf16(String text) {
        if (text.startsWith("\u00FF\u00FE") || text.startsWith("\u00FE\u00FF") || text.startsWith("\uFFFE")) {
            return true;
        }
        String start = text.startsWith("\uFFFD\uFFFD") ? text.substring(2) : text;
        int zeros = 0;
        int end = Math.min(start.length() & ~1, 64);
        for (int i = 0; i < end; i += 2) {
            if ((start.charAt(i) == 0) == (start.charAt(i + 1) == 0)) {
                return false;
            }
            zeros++;
        }
        return zeros >= CERTAINLY_UTF16;
    }

    private static String beginning(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> of(byte[] bytes, int depth) {
        if (isDer(bytes)) {
            return Optional.of(
                    bytes.length > 6 && (bytes[1] & 0xFF) == 0x82 && bytes[4] == 2 && bytes[6] == 3
                            ? "a PKCS#12 store"
                            : "DER, without the lines of PEM around it");
        }
        if (bytes.length > LONGEST_BASE64) {
            return of(beginning(bytes), depth);
        }
        return of(new String(bytes, StandardCharsets.ISO_8859_1), depth);
    }

    /** Whether bytes are one SEQUENCE of DER (X.690, section 8.1) and nothing else. */
    private static boolean isDer(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != 0x30) {
            return false;
        }
        int first = bytes[1] & 0xFF;
        if (first < 0x80) {
            return bytes.length == 2 + first;
        }
        int octets = first & 0x7F;
        if (octets == 0 || octets > 3 || bytes.length < 2 + octets) {
            return false;
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | bytes[2 + i] & 0xFF;
        }
        return bytes.length == 2 + octets + length;
    }

    private static Optional<String> of(String text, int depth) {
        if (text.isBlank()) {
            return Optional.of("nothing");
        }
        if (isUtf16(text)) {
            return Optional.of("text in UTF-16: save it as UTF-8");
        }
        String beginning = text.substring(0, Math.min(text.length(), BEGINNING));
        String start = withoutMark(beginning);
        boolean marked = !start.equals(beginning);
        return redacted(text)
                .or(() -> pem(start).map(kind -> marked ? kind + " behind a byte order mark: remove the mark" : kind))
                .or(() -> base64(text, depth))
                .or(() -> der(text))
                .or(() -> byBeginning(start));
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text.startsWith("ï»¿") ? text.substring(3) : text;
    }

    /** What kubectl config view prints in place of data, as text or after it was decoded as base64. */
    private static Optional<String> redacted(String text) {
        for (String mark : new String[] {"DATA+OMITTED", "REDACTED"}) {
            if (text.strip().equals(mark) || text.equals(decoded(mark).orElse(mark))) {
                return Optional.of(mark + ", which kubectl config view prints in place of data: give it --raw");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64Text.decode(base64), StandardCharsets.ISO_8859_1));
        } catch (Base64Text.IllegalBase64 e) {
            return Optional.empty();
        }
    }

    private static Optional<String> pem(String start) {
        int begin = start.indexOf(BEGIN);
        if (begin < 0) {
            return Optional.empty();
        }
        boolean beginsLine = begin == 0 || start.charAt(begin - 1) == '\n';
        if (!beginsLine && FIELD_OF_OBJECT.matcher(start).region(0, begin).find()) {
            // It is a value in a manifest.
            return Optional.empty();
        }
        int end = start.indexOf("-----", begin + BEGIN.length());
        String label = label(end < 0 ? "" : start.substring(begin + BEGIN.length(), end));
        String block = (label.startsWith("a ") ? "" : "a PEM block ")
                + label
                + (start.contains("\nDEK-Info:") ? ", which is encrypted: decrypt it first" : "");
        if (!beginsLine) {
            return Optional.of(block + " that does not begin its line");
        }
        if (start.indexOf('\n') < 0 && start.indexOf('\r') >= 0) {
            return Optional.of(block + " whose lines end with CR alone");
        }
        boolean escaped = end >= 0 && start.startsWith("\\n", end + 5);
        return Optional.of(escaped ? block + " with \\n written out in place of line ends" : block);
    }

    private static Optional<String> base64(String text, int depth) {
        if (depth == DEEPEST || text.length() > LONGEST_BASE64) {
            return Optional.empty();
        }
        StringBuilder packed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F || !Character.isWhitespace(c) && !isBase64(c)) {
                return Optional.empty();
            }
            if (!Character.isWhitespace(c)) {
                packed.append(c == '-' ? '+' : c == '_' ? '/' : c);
            }
        }
        if (packed.length() < SHORTEST_BASE64) {
            return Optional.empty();
        }
        try {
            return of(Base64Text.decode(packed.toString()), depth + 1).map(TextKind::encoded);
        } catch (Base64Text.IllegalBase64 e) {
            return Optional.empty();
        }
    }

    private static String encoded(String kind) {
        String advice = ": encoded twice, or not decoded";
        return "base64 of " + (kind.endsWith(advice) ? kind : kind + advice);
    }

    private static boolean isBase64(char c) {
        return Character.isLetterOrDigit(c) || "+/=-_".indexOf(c) >= 0;
    }

    private static Optional<String> der(String text) {
        boolean bytes = text.length() <= LONGEST_BASE64 && text.charAt(0) == '0';
        return bytes && isDer(text.getBytes(StandardCharsets.ISO_8859_1))
                ? Optional.of("DER, without the lines of PEM around it")
                : Optional.empty();
    }

    private static Optional<String> byBeginning(String beginning) {
        // Some of the bytes with which binary files begin pass for white space.
        String start = beginning.startsWith("\u001F") ? beginning : beginning.stripLeading();
        String lower = start.substring(0, Math.min(start.length(), 16)).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, String> known : BEGINNINGS.entrySet()) {
            if (lower.startsWith(known.getKey().toLowerCase(Locale.ROOT))) {
                return Optional.of(known.getValue());
            }
        }
        String word = start.strip();
        if (BOOTSTRAP_TOKEN.matcher(word).matches()) {
            return Optional.of("a bootstrap token");
        }
        if (JWT.matcher(word).matches()) {
            return Optional.of("a JSON web token");
        }
        Matcher kind = KIND.matcher(start);
        if (kind.find()) {
            return Optional.of(MANIFEST + kind.group(1));
        }
        if (FLAGS.matcher(start).matches()) {
            return Optional.of("command-line flags");
        }
        if (VARIABLE.matcher(start).matches()) {
            return Optional.of("a file of environment variables");
        }
        return TOKEN_FILE.matcher(start).matches() ? Optional.of("a token file") : Optional.empty();
    }
}
