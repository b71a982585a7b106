package io.github.kubetls.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises what people give to a parser by mistake, so that a refusal can say what was found. The text is never quoted but
 * for the label of a PEM block.
 */
public final class OtherKind {

    /** What {@link #of} calls a command line of {@code kubeadm join}. */
    public static final String JOIN_COMMAND = "a join command";

    private static final int SHORTEST_BASE64 = 16;
    private static final int LOOKED_AT = 4096;

    private static final Map<Pattern, String> KINDS = kinds();

    private OtherKind() {}

    private static Map<Pattern, String> kinds() {
        Map<Pattern, String> kinds = new LinkedHashMap<>();
        kinds.put(
                Pattern.compile("(?:DATA\\+OMITTED|REDACTED)\\s*+"),
                "what \"kubectl config view\" shows in the place of data; use --raw");
        kinds.put(Pattern.compile("(?i)<!doctype html.*+|<html.*+", Pattern.DOTALL), "an HTML page");
        kinds.put(Pattern.compile("<\\?xml.*+", Pattern.DOTALL), "XML");
        kinds.put(Pattern.compile("eyJ[A-Za-z0-9_-]*+\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]*+\\s*+"), "a JSON web token");
        kinds.put(Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}\\s*+"), "a bootstrap token");
        kinds.put(
                Pattern.compile("(?:#[^\\n]*+\\s++)*+(?:export\\s++)?+[A-Z_][A-Z0-9_]*+=.*+", Pattern.DOTALL),
                "a file of environment variables");
        kinds.put(Pattern.compile("(?:sudo )?+kubeadm join\\s.*+", Pattern.DOTALL), JOIN_COMMAND);
        kinds.put(Pattern.compile("--[a-z][a-z-]*+[= ].*+", Pattern.DOTALL), "command-line flags");
        kinds.put(Pattern.compile("PK\u0003\u0004.*+", Pattern.DOTALL), "a ZIP archive");
        return kinds;
    }

    private static final Pattern KIND = Pattern.compile("[A-Za-z]{0,63}");
    private static final Pattern API_VERSION = Pattern.compile("[a-z0-9./_-]{0,100}");
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\r\\n]++={0,2}\\s*+");
    private static final Pattern PATH =
            Pattern.compile("(?:~?/|\\.{1,2}/|[A-Za-z]:\\\\).*+|\\S*\\.(?:crt|cert|cer|pem|key|conf|ya?ml)");

    /** {@return what a text is, with its article, such as {@code PEM text (CERTIFICATE)}; empty when it is nothing known} */
    public static Optional<String> of(String text) {
        String start = text.stripLeading();
        if (isUtf16(start)) {
            return Optional.of("UTF-16 text; save it as UTF-8");
        }
        if (start.startsWith("\u0030\u0082") || start.startsWith("\u0030\u0081")) {
            return Optional.of("DER, which is binary");
        }
        if (text.startsWith("\u001F\u008B")) {
            return Optional.of("gzip");
        }
        Optional<String> kind = KINDS.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(start).matches())
                .map(Map.Entry::getValue)
                .findFirst();
        return kind.or(() -> pem(start)).or(() -> base64(start));
    }

    /** {@return what a message about a text adds when it is of another kind; nothing when it is of none that is known} */
    public static String hint(String text) {
        return of(text).map(kind -> "; it is " + kind).orElseGet(() -> Invisible.hint(text));
    }

    /** {@return what {@link #hint} says of bytes} */
    public static String hint(byte[] bytes) {
        // One character for each byte, so that what is binary is recognised too.
        return hint(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** {@return what a message about an object of another kind adds; nothing when these are no names of kinds} */
    public static String hintForObject(String kind, String apiVersion) {
        boolean named = !kind.isEmpty()
                && KIND.matcher(kind).matches()
                && API_VERSION.matcher(apiVersion).matches();
        return named ? "; it is " + kind + (apiVersion.isEmpty() ? "" : " of " + apiVersion) : "";
    }

    /** {@return what a message about a text that is no base64 adds; nothing when there is nothing to say} */
    public static String hintForBase64(String text) {
        if (PATH.matcher(text).matches()) {
            return "; it is a path, where the content of the file belongs";
        }
        Optional<Invisible> invisible = Invisible.in(text);
        if (invisible.isPresent()) {
            return Invisible.hint(text);
        }
        if (of(text).isPresent()) {
            return hint(text);
        }
        if (text.indexOf('-') >= 0 || text.indexOf('_') >= 0) {
            return text.matches("[A-Za-z0-9_=-]*+") ? "; it is base64 for URLs, which has - and _ for + and /" : "";
        }
        return text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0 ? "; it has blanks" : "";
    }

    private static boolean isUtf16(String start) {
        boolean mark = start.startsWith("\u00FF\u00FE") || start.startsWith("\u00FE\u00FF");
        // Text in ASCII has every other byte zero.
        return mark || start.length() > 3 && (start.charAt(0) == 0 || start.charAt(1) == 0);
    }

    private static Optional<String> pem(String start) {
        Matcher label = PEM.matcher(start.substring(0, Math.min(start.length(), LOOKED_AT)));
        return label.lookingAt() ? Optional.of("PEM text (" + label.group(1) + ")") : Optional.empty();
    }

    private static Optional<String> base64(String start) {
        String trimmed = start.strip();
        if (trimmed.length() < SHORTEST_BASE64 || !BASE64.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        String head =
                trimmed.substring(0, Math.min(trimmed.length(), LOOKED_AT)).replaceAll("[\\r\\n=]", "");
        byte[] bytes;
        try {
            bytes = Base64Text.decode(head.substring(0, head.length() / 4 * 4));
        } catch (Base64Text.IllegalBase64 e) {
            return Optional.empty();
        }
        boolean isText = bytes.length > 8;
        for (byte b : bytes) {
            isText &= b >= ' ' && b <= '~' || b == '\n' || b == '\r' || b == '\t';
        }
        Optional<String> inner = of(new String(bytes, StandardCharsets.ISO_8859_1));
        if (inner.isPresent()) {
            return Optional.of("base64, which has to be decoded, of " + inner.get());
        }
        return isText ? Optional.of("base64, which has to be decoded") : Optional.empty();
    }
}
