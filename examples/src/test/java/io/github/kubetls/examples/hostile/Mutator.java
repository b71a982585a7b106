package io.github.kubetls.examples.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes inputs at random so that they stay nearly what they were: lines of YAML, DER in PEM, values in Base64. */
final class Mutator {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");
    private static final Pattern PEM_BODY =
            Pattern.compile("(-----BEGIN [A-Z0-9 ]+-----\n)([A-Za-z0-9+/=\n]+)(-----END)");
    private static final Pattern SCALAR = Pattern.compile("(?<=[:\\[,=-] |\": ?|=)[^\\s,\\[\\]{}]+");

    private static final List<String> PIECES = List.of(
            "\n",
            "\n---\n",
            "\n...\n",
            " ",
            "  ",
            "\t",
            "\r",
            "\r\n",
            "\0",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "\uD800",
            "é",
            "\uD83D\uDE00",
            "{",
            "}",
            "[",
            "]",
            "{}",
            "[]",
            "\"",
            "'",
            "|",
            ">",
            "|-\n  ",
            "- ",
            ": ",
            "? ",
            "#",
            " # ",
            "&a ",
            "*a",
            "<<: *a\n",
            "!!binary ",
            "!!str ",
            "!!int ",
            "!",
            "@",
            "`",
            "%",
            "%41",
            "\\",
            "\\u0000",
            "\\n",
            ",",
            "=",
            "==",
            "-",
            "--",
            "/",
            ":",
            ".",
            "..",
            "null",
            "~",
            "true",
            "false",
            "yes",
            "0",
            "-1",
            "1",
            "0x7f",
            "0o17",
            "1_000",
            "1e400",
            ".inf",
            ".nan",
            "9223372036854775808",
            "-9223372036854775809",
            "2026-11-24T12:00:00Z",
            "0000-00-00T00:00:00Z",
            "9999-12-31T23:59:60Z",
            "10000-01-01T00:00:00Z",
            "system:masters",
            "system:nodes",
            "v1",
            "v1alpha1",
            "v1beta4",
            "apiVersion: ",
            "kind: ",
            "List",
            "items: ",
            "metadata: ",
            "name: ",
            "data: ",
            "spec: ",
            "status: ",
            "-----BEGIN ",
            "-----END ",
            "-----",
            "sha256:",
            "Bearer ",
            "--token ",
            "http://",
            "https://",
            "[::1]",
            "[::ffff:1.2.3.4]",
            ":65536",
            "*",
            "*.",
            "xn--");

    private final Random random;
    private final List<String> others;

    /** Mutations that are the same for the same seed; parts of the other inputs come in. */
    Mutator(long seed, List<String> others) {
        this.random = new Random(seed);
        this.others = others;
    }

    String next() {
        String text = one(others);
        for (int i = random.nextInt(4); i >= 0; i--) {
            text = change(text);
        }
        return text.length() > 200_000 ? text.substring(0, 200_000) : text;
    }

    private String change(String text) {
        return switch (random.nextInt(14)) {
            case 0 ->
                replaced(text, at(text), 1, String.valueOf((char) random.nextInt(random.nextBoolean() ? 256 : 65536)));
            case 1 -> replaced(text, at(text), random.nextInt(20), "");
            case 2, 3 -> replaced(text, at(text), 0, one(PIECES));
            case 4 -> replaced(text, at(text), 1, one(PIECES));
            case 5 -> replaced(text, at(text), 0, part(text));
            case 6 -> replaced(text, at(text), random.nextInt(40), part(one(others)));
            case 7, 8 -> lines(text);
            case 9, 10 -> match(text, SCALAR, 0, scalar -> one(PIECES));
            case 11 -> match(text, PEM_BODY, 2, this::pemBody);
            case 12 -> match(text, BASE64, 0, this::base64);
            default -> match(text, SCALAR, 0, scalar -> one(PIECES).repeat(random.nextInt(300)));
        };
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            case 2 -> lines.set(at, "  " + line);
            case 3 -> lines.set(at, line.startsWith("  ") ? line.substring(2) : line + ":");
            case 4 -> lines.add(random.nextInt(lines.size() + 1), line);
            default -> lines.set(at, line.replaceFirst("[^:]*$", ""));
        }
        return String.join("\n", lines);
    }

    private String match(String text, Pattern pattern, int group, java.util.function.UnaryOperator<String> changed) {
        Matcher matcher = pattern.matcher(text);
        List<int[]> found = new ArrayList<>();
        while (found.size() < 500 && matcher.find()) {
            found.add(new int[] {matcher.start(group), matcher.end(group)});
        }
        if (found.isEmpty()) {
            return replaced(text, at(text), 1, one(PIECES));
        }
        int[] one = found.get(random.nextInt(found.size()));
        return text.substring(0, one[0]) + changed.apply(text.substring(one[0], one[1])) + text.substring(one[1]);
    }

    private String pemBody(String body) {
        byte[] decoded;
        try {
            decoded = Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            return change(body);
        }
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(decoded)) + "\n";
    }

    private String base64(String text) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return text.substring(random.nextInt(text.length()));
        }
        String inner = new String(decoded, StandardCharsets.ISO_8859_1);
        String changed = inner.startsWith("-----BEGIN") ? match(inner, PEM_BODY, 2, this::pemBody) : change(inner);
        return Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One element of DER is changed, and the lengths around it mostly are made right. */
    private byte[] der(byte[] bytes) {
        int[] element = {0, bytes.length};
        List<int[]> around = new ArrayList<>();
        for (int depth = random.nextInt(12); depth >= 0; depth--) {
            List<int[]> inner = elements(bytes, element[0], element[1]);
            if (inner.isEmpty()) {
                break;
            }
            int[] chosen = inner.get(random.nextInt(inner.size()));
            around.add(chosen);
            element = new int[] {chosen[1], chosen[2]};
        }
        if (around.isEmpty() || random.nextInt(8) == 0) {
            byte[] copy = bytes.clone();
            if (copy.length > 0) {
                copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
            }
            return random.nextInt(8) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length + 1)) : copy;
        }
        int[] last = around.get(around.size() - 1);
        byte[] changed = element(bytes, last);
        for (int i = around.size() - 2; i >= 0; i--) {
            int[] outer = around.get(i);
            int[] inner = around.get(i + 1);
            changed = encoded(
                    bytes[outer[0]],
                    joined(
                            Arrays.copyOfRange(bytes, outer[1], inner[0]),
                            changed,
                            Arrays.copyOfRange(bytes, inner[2], outer[2])));
        }
        int[] first = around.get(0);
        return joined(Arrays.copyOf(bytes, first[0]), changed, Arrays.copyOfRange(bytes, first[2], bytes.length));
    }

    private byte[] element(byte[] bytes, int[] at) {
        byte tag = bytes[at[0]];
        byte[] content = Arrays.copyOfRange(bytes, at[1], at[2]);
        byte[] whole = Arrays.copyOfRange(bytes, at[0], at[2]);
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> joined(whole, whole);
            case 2 -> encoded((byte) random.nextInt(256), content);
            case 3 -> encoded(tag, new byte[0]);
            case 4 -> encoded(tag, joined(content, content));
            case 5 -> encoded(tag, joined(new byte[] {0}, content));
            case 6 -> {
                byte[] other = content.clone();
                if (other.length > 0) {
                    other[random.nextInt(other.length)] = (byte) random.nextInt(256);
                }
                yield encoded(tag, other);
            }
            default -> {
                byte[] other = new byte[random.nextInt(40)];
                random.nextBytes(other);
                yield encoded(tag, other);
            }
        };
    }

    /** The elements one after another: where each begins, where its content begins, and where both end. */
    private static List<int[]> elements(byte[] bytes, int from, int to) {
        List<int[]> found = new ArrayList<>();
        int at = from;
        while (at + 2 <= to) {
            int length = bytes[at + 1] & 0xff;
            int content = at + 2;
            if (length > 0x80 && length <= 0x83 && content + (length & 0x7f) <= to) {
                int octets = length & 0x7f;
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | bytes[content++] & 0xff;
                }
            } else if (length >= 0x80) {
                return List.of();
            }
            if (content + length > to) {
                return List.of();
            }
            found.add(new int[] {at, content, content + length});
            at = content + length;
        }
        return at == to ? found : List.of();
    }

    private static byte[] encoded(byte tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {tag, (byte) length}
                : length < 0x100
                        ? new byte[] {tag, (byte) 0x81, (byte) length}
                        : new byte[] {tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return joined(head, content);
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private int at(String text) {
        return random.nextInt(text.length() + 1);
    }

    private String part(String text) {
        int from = at(text);
        return text.substring(from, Math.min(text.length(), from + random.nextInt(60)));
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String replaced(String text, int at, int length, String with) {
        return text.substring(0, at) + with + text.substring(Math.min(text.length(), at + length));
    }
}
