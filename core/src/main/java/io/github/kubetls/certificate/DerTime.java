package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.der.DerInput;
import io.github.kubetls.internal.der.DerValue;
import io.github.kubetls.internal.der.MalformedDer;
import io.github.kubetls.internal.release.Feature;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the times in certificates as Kubernetes does (RFC 5280, section 4.1.2.5), which also takes offsets from UTC. */
final class DerTime {

    static final int UTC_TIME = 23;
    static final int GENERALIZED_TIME = 24;
    private static final String ZONE = "(?:Z|[-+](\\d{2})(\\d{2}))";
    private static final Pattern UTC = Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?" + ZONE);
    private static final String GENERALIZED_START = "(\\d{4})(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})";
    private static final Pattern GENERALIZED = Pattern.compile(GENERALIZED_START + ZONE);

    /** X.690, section 11.7.3, up to nanoseconds. */
    private static final Pattern FRACTIONAL = Pattern.compile(GENERALIZED_START + "(?:\\.\\d{0,8}[1-9])?" + ZONE);

    private DerTime() {}

    static void check(DerInput input) throws MalformedDer {
        if (input.nextIsUniversal(UTC_TIME)) {
            byte[] text = MalformedDer.instead(
                    "x509: malformed UTCTime", () -> input.any().content());
            require(isTime(UTC, text), "x509: malformed UTCTime");
        } else if (input.nextIsUniversal(GENERALIZED_TIME)) {
            byte[] text = MalformedDer.instead(
                    "x509: malformed GeneralizedTime", () -> input.any().content());
            require(isTime(GENERALIZED, text), "x509: malformed GeneralizedTime");
        } else {
            throw new MalformedDer("x509: unsupported time format");
        }
    }

    /** A time where a string is expected: it is passed over, but must be one. */
    static void checkAttribute(DerValue value, KubernetesRelease release) throws MalformedDer {
        Pattern generalized = Feature.FRACTIONS_IN_NAMES.in(release) ? FRACTIONAL : GENERALIZED;
        require(isTime(value.tag() == UTC_TIME ? UTC : generalized, value.content()), "asn1: invalid time in a name");
    }

    private static void require(boolean condition, String message) throws MalformedDer {
        if (!condition) {
            throw new MalformedDer(message);
        }
    }

    private static boolean isTime(Pattern form, byte[] text) {
        Matcher parts = form.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            return false;
        }
        try {
            // The century does not matter: of a year of two digits that may be a multiple of 100 it is 20, a leap year
            // as 0 is.
            LocalDate.of(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
        } catch (DateTimeException e) {
            return false;
        }
        if ("00".equals(parts.group(7)) && "00".equals(parts.group(8))) {
            return false; // Must be written as Z.
        }
        String seconds = parts.group(6) == null ? "0" : parts.group(6);
        return Integer.parseInt(parts.group(4)) < 24
                && Integer.parseInt(parts.group(5)) < 60
                && Integer.parseInt(seconds) < 60
                && (parts.group(7) == null
                        || Integer.parseInt(parts.group(7)) <= 24 && Integer.parseInt(parts.group(8)) < 60);
    }
}
