package io.github.kubetls.internal.yaml;

import java.util.Random;

/** Texts that are YAML, or nearly. */
final class RandomYaml {

    private static final String[] PIECES = {
        "a",
        "key",
        " ",
        "  ",
        "\n",
        "\n  ",
        "\n    ",
        ": ",
        ":",
        "- ",
        "-",
        "\n- ",
        "\n  - ",
        "'",
        "\"",
        "\\",
        "#",
        " # c",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "&x ",
        "*x",
        "!!str ",
        "! ",
        "!t ",
        "|",
        "|-\n",
        "|+\n  ",
        ">\n  ",
        "? ",
        "---\n",
        "...\n",
        "--- ",
        "%YAML 1.1\n",
        "@",
        "12",
        "1.5",
        "true",
        "null",
        "~",
        "<<: ",
        "\u00e9",
        "\uD83D\uDE00",
        "\u2028",
        "\u0085",
        "\r\n",
        "\r",
        "\uFEFF",
        "\\u00e9",
        "\\x41",
        "1:30",
        "name: x\n",
        "  k: v\n",
        "- name: x\n",
        "\"q\": ",
        "{}",
        "[]",
        "x y z",
        "#\n"
    };
    private static final String[] KEYS = {
        "name",
        "user",
        "certificate-authority-data",
        "y",
        "1.50",
        "x.y/z",
        "\"q\"",
        "'k k'",
        "<<",
        "k k",
        "a:b",
        "null",
        "-k"
    };
    private static final int TIDY_KEYS = 6;
    private static final String[] SCALARS = {
        "a",
        "some-name",
        "https://192.0.2.1:6443",
        "\"quoted: x\"",
        "'single # x'",
        "12",
        "true",
        "null",
        "",
        "{}",
        "[]",
        "a b c",
        "-x",
        "x:y",
        "/etc/a.b",
        "0x1f2a",
        "~",
        "---",
        "a:",
        "{a: b, c: [d, 'e']}",
        "\"a\\tb\"",
        "'it''s'",
        "a # comment",
        "*x",
        "&x v",
        "!!str 1",
        "\u00e9",
        "a ",
        "''",
        "<<",
        ".inf",
        "=",
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM="
    };
    private static final int TIDY_SCALARS = 18;
    private static final String[] CONTINUED = {
        "|\n%s  text\n%s  more", ">-\n%s  text\n%s  more", "folded\n%s  more\n%s  words", "\"a\\\n%s  b\n%s  c\""
    };

    private RandomYaml() {}

    /** A document in blocks, one with a few changes, or pieces in any order. */
    static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> pieces(random, 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 14));
            case 1 -> changed(random, document(random, true));
            default -> document(random, random.nextBoolean());
        };
    }

    private static String pieces(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(one(random, PIECES));
        }
        return text.toString();
    }

    private static String one(Random random, String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static String changed(Random random, String document) {
        StringBuilder text = new StringBuilder(document);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            if (random.nextInt(3) == 0) {
                text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
            } else {
                text.insert(at, one(random, PIECES));
            }
        }
        // A pair of surrogates may have been torn apart.
        return text.toString().replaceAll("[\\x{D800}-\\x{DFFF}]", "");
    }

    private static String document(Random random, boolean odd) {
        String node = node(random, odd, 4, 0).stripLeading();
        return (random.nextInt(8) == 0 ? "---\n" : "") + node + (random.nextInt(8) == 0 ? "" : "\n");
    }

    /** A node, which begins with a line feed when it is a collection. */
    private static String node(Random random, boolean odd, int depth, int indent) {
        String pad = " ".repeat(indent);
        if (depth == 0 || depth < 4 && random.nextInt(3) == 0) {
            return odd && random.nextInt(12) == 0
                    ? one(random, CONTINUED).formatted(pad, pad)
                    : SCALARS[random.nextInt(odd ? SCALARS.length : TIDY_SCALARS)];
        }
        StringBuilder text = new StringBuilder();
        boolean mapping = random.nextBoolean();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(random.nextInt(20) == 0 ? "\n" + pad + "# comment" : "")
                    .append(random.nextInt(30) == 0 ? "\n" : "")
                    .append('\n')
                    .append(pad);
            boolean sameColumn = mapping && random.nextInt(3) == 0;
            String value = node(random, odd, depth - 1, sameColumn ? indent : indent + 2);
            String key = random.nextBoolean() ? "k" + i : KEYS[random.nextInt(odd ? KEYS.length : TIDY_KEYS)];
            String lead = mapping ? key + ":" : "-";
            if (!mapping && (!odd || random.nextInt(4) != 0)) {
                value = value.stripLeading();
            }
            text.append(lead)
                    .append(value.startsWith("\n") || value.isEmpty() ? "" : " ")
                    .append(value);
        }
        return text.toString();
    }
}
