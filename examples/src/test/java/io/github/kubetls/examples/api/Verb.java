package io.github.kubetls.examples.api;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The columns of the grammar's tables: a question, and the names of the methods that answer it. */
enum Verb {
    MAKE("make", "of", "builder", "generate"),
    TO_BUILDER("toBuilder", "toBuilder"),
    PARSE("parse", "parse"),
    PARSE_ALL("parseAll", "parseAll"),
    READ("read", "read"),
    FROM_MAP("fromMap", "fromMap"),
    TO_TEXT("toYaml", "toYaml", "toPem", "toCsv", "toText", "toCommandLine"),
    TO_JSON("toJson", "toJson"),
    TO_MAP("toMap", "toMap"),
    WRITE("write", "write"),
    FINDINGS("findings", "findings"),
    VIOLATIONS("violations", "violations"),
    VIOLATIONS_OF_UPDATE("violationsOfUpdate", "violationsOfUpdate"),
    DECIDE("decide", "decide"),
    ASK("who, whether", "authenticate", "authorize", "evaluate");

    private final String title;
    private final List<String> names;

    Verb(String title, String... names) {
        this.title = title;
        this.names = List.of(names);
    }

    String title() {
        return title;
    }

    /** What a type has for this verb: a tick, names where they are not the column's, nothing where it has none. */
    String cell(Class<?> type) {
        Set<String> found = names(type);
        return found.equals(Set.of(title))
                ? "✓"
                : found.stream()
                        .map(name -> name.equals("presets") ? name : '`' + name + '`')
                        .collect(Collectors.joining(", "));
    }

    /** The names of the methods that a type has for this verb, in the order of the grammar. */
    Set<String> names(Class<?> type) {
        Set<String> offered = Arrays.stream(type.getMethods())
                .filter(method ->
                        Modifier.isStatic(method.getModifiers()) ? method.getDeclaringClass() == type : this != MAKE)
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> found = new LinkedHashSet<>(names);
        found.retainAll(offered);
        if (this == MAKE && Arrays.stream(type.getMethods()).anyMatch(method -> isPreset(type, method))) {
            found.add("presets");
        }
        if (this == MAKE && found.isEmpty() && !PublicApi.isAbstract(type) && type.getConstructors().length > 0) {
            found.add("new");
        }
        return found;
    }

    /** A static method that makes one under a name of its own, in the words of Kubernetes. */
    private static boolean isPreset(Class<?> type, Method method) {
        return Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() == type
                && type.isAssignableFrom(method.getReturnType())
                && Arrays.stream(values()).noneMatch(verb -> verb.names.contains(method.getName()));
    }
}
