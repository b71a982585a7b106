package io.github.kubetls.examples.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of the messages that {@link Protobuf} reads, from the file {@code protobuf.txt} beside this class. */
final class ProtobufSchema {

    /** How often a field may be there. */
    enum Shape {
        SINGLE,
        LIST,
        MAP
    }

    /**
     * A field of a message.
     *
     * @param name  its name in JSON
     * @param type  a message, or {@code string}, {@code bytes}, {@code int}, {@code bool}, {@code Time}, {@code ExtraValue}
     * @param shape how often it may be there
     */
    record Field(String name, String type, Shape shape) {}

    private static final String FILE = "protobuf.txt";

    private final Map<String, Map<Integer, Field>> messages;

    private ProtobufSchema(Map<String, Map<Integer, Field>> messages) {
        this.messages = messages;
    }

    static ProtobufSchema load() {
        try (InputStream file = ProtobufSchema.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProtobufSchema parse(String text) {
        Map<String, Map<Integer, Field>> messages = new HashMap<>();
        Map<Integer, Field> fields = new HashMap<>();
        for (String line : text.lines().filter(any -> !any.startsWith("#")).toList()) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                fields.put(Integer.parseInt(words[0]), field(words[1], words[2]));
            } else if (!line.isEmpty()) {
                fields = new HashMap<>();
                messages.put(line, fields);
            }
        }
        return new ProtobufSchema(messages);
    }

    private static Field field(String name, String type) {
        return switch (type.substring(0, 2)) {
            case "[]" -> new Field(name, type.substring(2), Shape.LIST);
            case "{}" -> new Field(name, type.substring(2), Shape.MAP);
            default -> new Field(name, type, Shape.SINGLE);
        };
    }

    boolean has(String message) {
        return messages.containsKey(message);
    }

    Optional<Field> field(String message, int number) {
        return Optional.ofNullable(messages.getOrDefault(message, Map.of()).get(number));
    }
}
