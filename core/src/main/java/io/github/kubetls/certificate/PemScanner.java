package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.release.Feature;
import io.github.kubetls.internal.text.Base64Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds PEM blocks as the API server of a release finds them, which differs from what PEM libraries of the JVM do: nothing may
 * stand before a BEGIN line, and a block that does not decode is passed over. Since 1.35 the next END line is found first, and
 * then the last BEGIN before it; before, the next BEGIN, and after a failure the search went on right behind that line.
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

    List<Pem.Block> scan(KubernetesRelease release) {
        if (Feature.PEM_END_FIRST.in(release)) {
            scanByEnd();
        } else {
            scanByBegin();
        }
        return blocks;
    }

    /** Where headers reach beyond the END line, or to the end of the text, nothing more is found. */
    private void scanByEnd() {
        while (nextEnd() >= 0) {
            int end = nextEnd;
            int afterEnd = end + END.length();
            int begin = lastBegin(position, end);
            if (begin >= 0) {
                position = begin + BEGIN.length();
                String line = takeLine();
                if (line.endsWith(DASHES)) {
                    String label = line.substring(0, line.length() - DASHES.length());
                    Map<String, String> headers = takeHeaders();
                    if (position == text.length() || position > afterEnd) {
                        return;
                    }
                    boolean apart = headers.isEmpty() || position <= end;
                    Optional<byte[]> bytes = apart ? body(label, Math.max(position, end), afterEnd) : Optional.empty();
                    if (bytes.isPresent()) {
                        blocks.add(new Pem.Block(utf8(label), headers, bytes.get()));
                        afterEnd = afterLine(afterEnd);
                    }
                }
            }
            position = afterEnd;
        }
    }

    /** The last BEGIN before an END, which has to start a line, or be where the search starts; negative when there is none. */
    private int lastBegin(int start, int end) {
        int begin = end - BEGIN.length();
        while (begin >= start && !text.startsWith(BEGIN, begin)) {
            begin--;
        }
        boolean startsLine = begin == start || begin > start && text.charAt(begin - 1) == '\n';
        return startsLine ? begin : -1;
    }

    private void scanByBegin() {
        while (skipToBegin()) {
            String line = takeLine();
            if (line.endsWith(DASHES)) {
                String label = line.substring(0, line.length() - DASHES.length());
                Map<String, String> headers = takeHeaders();
                takeBody(label, headers.isEmpty())
                        .ifPresent(bytes -> blocks.add(new Pem.Block(utf8(label), headers, bytes)));
            }
        }
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
        Optional<byte[]> bytes = bodyEnd < 0 ? Optional.empty() : body(label, bodyEnd, labelStart);
        if (bytes.isPresent()) {
            position = afterLine(labelStart);
        }
        return bytes;
    }

    /** The bytes from here to an END whose label stands at an offset; empty when it is another, or they do not decode. */
    private Optional<byte[]> body(String label, int end, int labelStart) {
        String closing = label + DASHES;
        if (!text.startsWith(closing, labelStart)) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = decode(position, end);
        // Looked at last: it may be long, and be the end that many BEGIN lines find.
        return bytes.isPresent() && lineAt(labelStart + closing.length()).isEmpty() ? bytes : Optional.empty();
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
