package io.github.kubetls.examples.tools.apiserver;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of object that the API takes, always in version {@code v1}. */
interface ApiType {

    /** The version of all types. */
    String VERSION = "v1";

    /** The API group; empty for the core group. */
    String group();

    /** The kind, such as {@code Secret}. */
    String kind();

    /** Whether the objects live in namespaces. */
    boolean isNamespaced();

    /** The name of one, such as {@code secret}. */
    default String singular() {
        return kind().toLowerCase(Locale.ROOT);
    }

    /** The name in paths, such as {@code secrets}. */
    default String plural() {
        return singular() + "s";
    }

    /** Group and version, as in objects. */
    default String apiVersion() {
        return group().isEmpty() ? VERSION : group() + "/" + VERSION;
    }

    /** Finds a type by what a path says. */
    static <T extends ApiType> Optional<T> find(T[] types, String group, String plural) {
        return Arrays.stream(types)
                .filter(type -> type.group().equals(group) && type.plural().equals(plural))
                .findFirst();
    }
}
