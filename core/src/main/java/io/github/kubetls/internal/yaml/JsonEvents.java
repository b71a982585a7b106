package io.github.kubetls.internal.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.kubetls.internal.text.GoText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The events of a JSON text, as Jackson's parser tells them. */
final class JsonEvents implements Events {

    /** Keeps no keys, which may be secrets; length and depth are limited by the caller. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** A pair of escapes, or the escape of half of a pair, or any other escape. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|(\\\\u[dD][89a-fA-F]\\p{XDigit}{2})|\\\\.");

    private final JsonParser parser;

    JsonEvents(String text) {
        try {
            parser = FACTORY.createParser(withoutUnpairedSurrogates(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 8259, 8.2: half of a surrogate pair may stand in a text. Go reads U+FFFD then; Jackson refuses a key with it. */
    private static String withoutUnpairedSurrogates(String text) {
        String clean = GoText.replaced(text);
        return clean.contains("\\ud") || clean.contains("\\uD")
                ? ESCAPE.matcher(clean)
                        .replaceAll(
                                found -> found.group(1) == null ? Matcher.quoteReplacement(found.group()) : "\\\\ufffd")
                : clean;
    }

    /** What is asked of the parser, which may read on for it: strings are decoded only when they are wanted. */
    @FunctionalInterface
    private interface Question<T extends @Nullable Object> {
        T ask() throws IOException;
    }

    private <T extends @Nullable Object> T ask(Question<T> question) throws Malformed {
        try {
            return question.ask();
        } catch (StreamConstraintsException e) {
            throw new Malformed("DOCUMENT_EXCESSIVE", "exceeds the limits on size or nesting", line(), column());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new Malformed(
                    "DOCUMENT_INVALID", SyntaxReason.ofJson(e.getOriginalMessage()), at.getLineNr(), at.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Kind next() throws Malformed {
        JsonToken token = ask(parser::nextToken);
        if (token == null) {
            return Kind.NOTHING;
        }
        return switch (token) {
            case START_OBJECT -> Kind.MAPPING;
            case START_ARRAY -> Kind.SEQUENCE;
            case END_OBJECT, END_ARRAY -> Kind.END;
            default -> Kind.SCALAR;
        };
    }

    @Override
    public int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    @Override
    public int column() {
        return parser.currentTokenLocation().getColumnNr();
    }

    @Override
    public String key() throws Malformed {
        return ask(parser::currentName);
    }

    @Override
    public @Nullable Object value() throws Malformed {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> integer(ask(parser::getText));
            case VALUE_NUMBER_FLOAT -> Double.valueOf(ask(parser::getText));
            default -> ask(parser::getText);
        };
    }

    private static Object integer(String text) {
        if (text.length() <= 20) {
            BigInteger value = new BigInteger(text);
            if (value.bitLength() <= 63) {
                return value.longValueExact();
            }
            if (value.signum() > 0 && value.bitLength() <= 64) {
                return value;
            }
        }
        return Double.valueOf(text);
    }
}
