package io.github.kubetls.examples.tools.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is looked at, with its text. */
final class SourceFile {

    /** What is larger is not read. */
    static final int LARGEST = 20 * 1000 * 1000;

    private static final int LOOKED_AT_FOR_NULS = 8192;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path path;
    private final String name;
    private final String text;
    private final boolean isText;
    private final boolean isWellEncoded;

    private SourceFile(Path path, String name, byte[] bytes) {
        this.path = path;
        this.name = name;
        Charset charset = charset(bytes);
        this.isText = charset != StandardCharsets.UTF_8 || !hasNul(bytes);
        String decoded = isText ? new String(bytes, charset) : "";
        this.text = decoded.indexOf(BYTE_ORDER_MARK) == 0 ? decoded.substring(1) : decoded;
        this.isWellEncoded = isText && isWellEncoded(bytes, charset);
    }

    static SourceFile read(Path path, String name) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new FileSystemException(name, null, "larger than " + LARGEST / 1_000_000 + " MB");
            }
            return new SourceFile(path, name, bytes);
        }
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean hasNul(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, LOOKED_AT_FOR_NULS); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWellEncoded(byte[] bytes, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    /** The file as it is called in the report. */
    String name() {
        return name;
    }

    /** The name without directories. */
    String lastName() {
        return String.valueOf(path.getFileName());
    }

    String text() {
        return text;
    }

    boolean isText() {
        return isText;
    }

    /** Whether every byte is part of a character. */
    boolean isWellEncoded() {
        return isWellEncoded;
    }
}
