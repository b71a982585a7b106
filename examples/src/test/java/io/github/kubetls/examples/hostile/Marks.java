package io.github.kubetls.examples.hostile;

import io.github.kubetls.certificate.Pem;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Secrets that are looked for in what is said, by their parts: what tells some of a secret tells it. */
public final class Marks {

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

    /**
     * What stands before the secret numbers of a key: of RSA the exponent 65537, which ends the public half; of elliptic curves
     * the version and the beginning of an octet string. Algorithm and curve, before them, are in certificates too.
     */
    private static final Pattern BEFORE_NUMBERS =
            Pattern.compile("\\x02\\x03\\x01\\x00\\x01|\\x02\\x01\\x01\\x04[\\x14-\\x42]");

    /**
     * What stands behind the secret number of a key for elliptic curves: {@code [0]} with the curve, which may be missing, and
     * {@code [1]}, a bit string, an uncompressed point.
     */
    private static final Pattern EC_POINT =
            Pattern.compile("(?:\\xa0.\\x06.[^\\xa1]{5,10})?\\xa1.{1,3}\\x03.{1,3}\\x00\\x04", Pattern.DOTALL);

    private final Set<String> parts = new TreeSet<>();

    /** A secret in a text, from one place to another. */
    record Place(int begin, int end) {}

    /** Where there are secrets in a text: the first of each kind. */
    static List<Place> in(String text) {
        List<Place> found = new ArrayList<>();
        for (Pattern pattern : SECRETS) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                found.add(new Place(matcher.start(1), matcher.end(1)));
            }
        }
        return found;
    }

    /** Adds the secrets in a text. */
    public Marks addAllIn(String text) {
        in(text).forEach(place -> add(text.substring(place.begin(), place.end())));
        return this;
    }

    /** Adds what is secret of all keys in a text. */
    public Marks addKeysIn(String text) {
        Matcher matcher = SECRETS.get(0).matcher(text);
        while (matcher.find()) {
            addKey(matcher.group(1).replaceAll("\\s", ""));
        }
        return this;
    }

    /** Adds a key in Base64 but for what stands in requests and certificates too. */
    private void addKey(String text) {
        String der = decoded(text);
        if (der.isEmpty()) {
            addParts(text);
            return;
        }
        Place secret = secretOf(der);
        addBase64(text, secret.begin(), secret.end());
        addParts(der.substring(secret.begin(), secret.end()));
    }

    private static Place secretOf(String der) {
        Matcher before = BEFORE_NUMBERS.matcher(der);
        int begin = before.find() ? before.end() : 0;
        Matcher point = EC_POINT.matcher(der);
        return new Place(begin, point.find(begin) ? point.start() : der.length());
    }

    /** Adds the Base64 of some of the bytes that are in Base64 in a text. */
    private void addBase64(String text, int begin, int end) {
        addParts(text.substring((begin + 2) / 3 * 4, end / 3 * 4));
    }

    /** Adds a private key, in the form in which it is written. */
    public Marks add(PrivateKey key) {
        return addKeysIn(Pem.write(key));
    }

    /** Adds a secret, and what it is when it is in Base64: the label of a PEM block is none, in Base64 either. */
    public Marks add(String secret) {
        String text = secret.replaceAll("\\s", "");
        String decoded = decoded(text);
        Matcher body = SECRETS.get(0).matcher(decoded);
        if (body.find()) {
            String key = body.group(1).replaceAll("\\s", "");
            addKey(key);
            Place numbers = secretOf(decoded(key));
            addBase64(text, body.start(1) + inLines(numbers.begin() + 2), body.start(1) + inLines(numbers.end()));
        } else if (!decoded.startsWith("-----")) {
            addParts(decoded);
            addParts(text);
        }
        return this;
    }

    /** The bytes of a text in Base64 as characters, or nothing when it is none. */
    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Where the Base64 of a byte begins in lines of 64 characters. */
    private static int inLines(int octet) {
        int character = octet / 3 * 4;
        return character + character / 64;
    }

    private void addParts(String text) {
        IntStream.rangeClosed(0, text.length() - PART).forEach(at -> parts.add(text.substring(at, at + PART)));
    }

    /** Which part of a secret there is in what was said. */
    public Optional<String> toldIn(String said) {
        for (int i = 0; i + PART <= said.length(); i++) {
            String part = said.substring(i, i + PART);
            if (parts.contains(part)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
