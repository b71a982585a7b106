package io.github.kubetls.examples.tools.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of the types that clients send, from the file {@code types.txt} beside this class. */
final class TypeSchema {

    /** What kind of value a field has. */
    enum Shape {
        SINGLE,
        LIST,
        MAP
    }

    /**
     * A field of a type.
     *
     * @param name  its name in JSON
     * @param type  a type, or {@code string}, {@code bytes}, {@code int}, {@code bool}, {@code Time}, {@code ExtraValue},
     *              {@code any}
     * @param shape whether it is one of these, a list or a map of them
     */
    record Field(String name, String type, Shape shape) {}

    private static final String FILE = "types.txt";
    /** The types that there are. */
    static final TypeSchema TYPES = load();

    private final Map<String, Map<Integer, Field>> types;

    private TypeSchema(Map<String, Map<Integer, Field>> types) {
        this.types = types;
    }

    private static TypeSchema load() {
        try (InputStream file = TypeSchema.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TypeSchema parse(String text) {
        Map<String, Map<Integer, Field>> types = new HashMap<>();
        Map<Integer, Field> fields = new HashMap<>();
        for (String line : text.lines().filter(any -> !any.startsWith("#")).toList()) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                fields.put(Integer.parseInt(words[0]), declare(words[1], words[2]));
            } else if (!line.isEmpty()) {
                fields = new HashMap<>();
                types.put(line, fields);
            }
        }
        return new TypeSchema(types);
    }

    private static Field declare(String name, String type) {
        return switch (type.substring(0, 2)) {
            case "[]" -> new Field(name, type.substring(2), Shape.LIST);
            case "{}" -> new Field(name, type.substring(2), Shape.MAP);
            default -> new Field(name, type, Shape.SINGLE);
        };
    }

    boolean has(String type) {
        return types.containsKey(type);
    }

    Optional<Field> field(String type, int number) {
        return Optional.ofNullable(types.getOrDefault(type, Map.of()).get(number));
    }

    Optional<Field> field(String type, String name) {
        return types.getOrDefault(type, Map.of()).values().stream()
                .filter(field -> field.name().equals(name))
                .findFirst();
    }
}
