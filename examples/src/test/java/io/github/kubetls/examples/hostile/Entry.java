package io.github.kubetls.examples.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * A way for text or bytes from outside into the library or the tools.
 *
 * @param name     the type and the method, {@code BootstrapToken.parse}; what is read otherwise has a name of its own
 * @param isBinary whether it takes bytes: then each character of an input is one of them
 * @param seeds    inputs that are read
 * @param reader   gives it an input
 */
record Entry(String name, boolean isBinary, List<String> seeds, Function<String, Object> reader) {

    static Entry ofText(String name, Function<String, Object> reader, List<String> seeds) {
        return new Entry(name, false, seeds, reader);
    }

    static Entry ofBytes(String name, Function<byte[], Object> reader, List<byte[]> seeds) {
        return new Entry(
                name,
                true,
                seeds.stream()
                        .map(seed -> new String(seed, StandardCharsets.ISO_8859_1))
                        .toList(),
                text -> reader.apply(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The input that bytes stand for. */
    String input(byte[] bytes) {
        if (!isBinary) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The bytes that stand for an input. */
    byte[] bytes(String input) {
        return input.getBytes(isBinary ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
