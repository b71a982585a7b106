package io.github.kubetls.certificate;

import io.github.kubetls.internal.text.Base64Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds PEM blocks as the API server finds them, which differs from what PEM libraries of the JVM do: nothing may stand
 * before a BEGIN line, a block that does not decode is passed over, and the search goes on right after its BEGIN line.
 */
final class PemScanner {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "\n-----END ";
    private static final String DASHES = "-----";

    /** One character for each byte of the text in UTF-8. */
    private final String text;

    private final List<Pem.Block> blocks = new ArrayList<>();
    private int position;

    /** Where the next END line is; it is searched again only when the position has passed it. */
    private int nextEnd;

    PemScanner(String text) {
        this.text = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        this.nextEnd = this.text.indexOf(END);
    }

    List<Pem.Block> scan() {
        while (skipToBegin()) {
            String line = takeLine();
            if (line.endsWith(DASHES)) {
                String label = line.substring(0, line.length() - DASHES.length());
                Map<String, String> headers = takeHeaders();
                takeBody(label, headers.isEmpty())
                        .ifPresent(bytes -> blocks.add(new Pem.Block(utf8(label), headers, bytes)));
            }
        }
        return blocks;
    }

    /** Moves just behind the next {@code -----BEGIN } that starts a line. */
    private boolean skipToBegin() {
        if (!text.startsWith(BEGIN, position)) {
            int lineFeed = text.indexOf("\n" + BEGIN, position);
            if (lineFeed < 0) {
                return false;
            }
            position = lineFeed + 1;
        }
        position += BEGIN.length();
        return true;
    }

    private Map<String, String> takeHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        while (position < text.length()) {
            int lineStart = position;
            String line = takeLine();
            int colon = line.indexOf(':');
            if (colon < 0) {
                position = lineStart;
                break;
            }
            headers.put(
                    utf8(line.substring(0, colon)).strip(),
                    utf8(line.substring(colon + 1)).strip());
        }
        return headers;
    }

    /** The bytes of a block whose body starts here; when there is none, the position stays where the search goes on. */
    private Optional<byte[]> takeBody(String label, boolean mayEndAtOnce) {
        int bodyEnd = position;
        int labelStart = position + END.length() - 1;
        if (!mayEndAtOnce || !text.startsWith(END.substring(1), position)) {
            bodyEnd = nextEnd();
            labelStart = bodyEnd + END.length();
        }
        String closing = label + DASHES;
        if (bodyEnd < 0 || !text.startsWith(closing, labelStart)) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = decode(position, bodyEnd);
        int rest = labelStart + closing.length();
        // Looked at last: it may be long, and be the end that many BEGIN lines find.
        if (bytes.isEmpty() || !lineAt(rest).isEmpty()) {
            return Optional.empty();
        }
        position = afterLine(rest);
        return bytes;
    }

    private int nextEnd() {
        if (nextEnd >= 0 && nextEnd < position) {
            nextEnd = text.indexOf(END, position);
        }
        return nextEnd;
    }

    private Optional<byte[]> decode(int start, int end) {
        StringBuilder body = new StringBuilder();
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '-' || c > 0x7F) {
                // Not base64; decided here so that a long row of BEGIN lines is not copied for each of them.
                return Optional.empty();
            }
            if (c != ' ' && c != '\t') {
                body.append(c);
            }
        }
        try {
            return Optional.of(Base64Text.decode(body.toString()));
        } catch (Base64Text.IllegalBase64 e) {
            return Optional.empty();
        }
    }

    private String takeLine() {
        String line = lineAt(position);
        position = afterLine(position);
        return line;
    }

    /** The line from an offset on, without its end and without trailing blanks. */
    private String lineAt(int start) {
        int lineFeed = text.indexOf('\n', start);
        int end = lineFeed < 0 ? text.length() : lineFeed;
        if (lineFeed > start && text.charAt(lineFeed - 1) == '\r') {
            end--;
        }
        while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(start, end);
    }

    private int afterLine(int start) {
        int lineFeed = text.indexOf('\n', start);
        return lineFeed < 0 ? text.length() : lineFeed + 1;
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
