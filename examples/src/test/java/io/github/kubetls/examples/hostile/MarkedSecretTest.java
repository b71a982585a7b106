package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A secret of an input is in nothing that is said about it: not in {@code toString}, in a message, a cause, a finding, a violation, or
 * a report of the audit, wherever the input is broken.
 */
class MarkedSecretTest {

    /** How many characters in a row are a part of a secret, and no coincidence. */
    private static final int PART = 8;

    /** The body of a private key, or of one in Base64, a token of a bootstrap, a service account or a file, a password. */
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\n([A-Za-z0-9+/=\\n ]+)"),
            Pattern.compile("(?:client-key-data|token-secret|token): \"?([A-Za-z0-9+/=]{16,})\"?"),
            Pattern.compile("[a-z0-9]{6}\\.([a-z0-9]{16})\\b"),
            Pattern.compile("(3b1a7c5e9d)"),
            Pattern.compile("(?m)^([0-9a-f]{32}),"),
            Pattern.compile("token-secret: ([a-z0-9]{16})"),
            Pattern.compile("[cC]ertificate-?[kK]ey:? (" + Seeds.CERTIFICATE_KEY + ")"));

    private static final List<String> BREAKS =
            List.of("\"", "[", ": ", "\n", "\t", "\0", "*", "&a ", "!x ", "\\x", "\uD800", ",", "\n---\n");

    static Stream<Entry> entries() {
        return Entries.all().stream()
                .filter(entry -> !entry.isBinary()
                        && entry.seeds().stream()
                                .anyMatch(seed -> !secrets(seed).isEmpty()));
    }

    @Test
    void manyWaysInTakeSecrets() {
        assertThat(entries()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void isInNothingThatIsSaid(Entry entry) {
        for (String seed : entry.seeds()) {
            Set<String> parts = new TreeSet<>();
            for (int[] secret : secrets(seed)) {
                parts.addAll(parts(seed.substring(secret[0], secret[1])));
            }
            assertSilent(entry, seed, parts);
            for (int[] secret : secrets(seed)) {
                broken(seed, secret).forEach(text -> assertSilent(entry, text, parts));
            }
        }
    }

    private static void assertSilent(Entry entry, String text, Set<String> parts) {
        for (String told : Property.check(entry, text).told()) {
            for (int i = 0; i + PART <= told.length(); i++) {
                if (parts.contains(told.substring(i, i + PART))) {
                    throw new AssertionError(entry + ": " + Quoted.of(text) + " is answered with " + told
                            + ", in which there is " + Quoted.of(told.substring(i, i + PART)));
                }
            }
        }
    }

    /** Where the secrets of a text begin and end. */
    private static List<int[]> secrets(String text) {
        List<int[]> found = new ArrayList<>();
        for (Pattern pattern : SECRETS) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                found.add(new int[] {matcher.start(1), matcher.end(1)});
            }
        }
        return found;
    }

    /** The parts of a secret, and of what it is when it is in Base64: the label of a PEM block is none. */
    private static Set<String> parts(String secret) {
        String text = secret.replaceAll("\\s", "");
        Set<String> parts = new TreeSet<>(pieces(text));
        try {
            String decoded = new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1);
            Matcher body = SECRETS.get(0).matcher(decoded);
            if (body.find()) {
                parts.addAll(pieces(body.group(1)));
            } else if (!decoded.startsWith("-----")) {
                parts.addAll(pieces(decoded));
            }
        } catch (IllegalArgumentException e) {
            // It is not in Base64.
            return parts;
        }
        return parts;
    }

    private static List<String> pieces(String text) {
        return IntStream.rangeClosed(0, text.length() - PART)
                .mapToObj(at -> text.substring(at, at + PART))
                .toList();
    }

    /** The text with something wrong in the secret, before it, or behind it. */
    private static List<String> broken(String text, int[] secret) {
        List<String> all = new ArrayList<>();
        int middle = (secret[0] + secret[1]) / 2;
        for (int at : List.of(secret[0], middle, secret[1])) {
            all.add(text.substring(0, at));
            for (String piece : BREAKS) {
                all.add(text.substring(0, at) + piece + text.substring(at));
            }
        }
        int line = text.lastIndexOf('\n', secret[0] - 1) + 1;
        int end = text.indexOf('\n', secret[1]) < 0 ? text.length() : text.indexOf('\n', secret[1]);
        all.add(text.substring(0, line) + text.substring(line, end) + "\n" + text.substring(line));
        all.add(text.substring(0, line) + " " + text.substring(line));
        all.add(text.substring(0, line) + "\t" + text.substring(line));
        all.add(text.substring(0, secret[0]) + text.substring(middle));
        all.add(text.substring(0, middle) + text.substring(secret[1]));
        for (String piece : BREAKS) {
            all.add(text.substring(0, line) + piece + text.substring(line));
        }
        return all;
    }
}
