package io.github.kubetls.examples.api;

import io.github.kubetls.manifest.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which types are values, what verbs they have, and why they lack the others. */
final class Grammar {

    /** A value type, what it has for each verb, and the reasons for what it has not. */
    record Row(Class<?> type, Kind kind, Map<Verb, String> cells, Map<Verb, String> reasons) {}

    private final Reasons reasons = new Reasons();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Class<?>> engines = new TreeMap<>();
    private final Set<String> defects = new TreeSet<>();

    /** The grammar of the public types as they are. */
    Grammar() {
        sortTypes();
        rows.forEach(this::fill);
        reasons.unused().forEach(text -> defects.add("no cell needs the reason: " + text));
    }

    List<Row> rows() {
        return rows;
    }

    Map<String, Class<?>> engines() {
        return engines;
    }

    /** What is wrong: types without a place, empty cells without a reason, and places and reasons that nothing needs. */
    Set<String> defects() {
        return defects;
    }

    /**
     * Values are the public types that are not nested in another, but exceptions, enums, builders and engines. A type that others
     * of them extend has no row: what one holds is always one of these.
     */
    private void sortTypes() {
        List<Class<?>> candidates = PublicApi.types().stream()
                .filter(type -> !type.isMemberClass() && !type.isEnum() && !type.isAnnotation())
                .filter(type -> !Throwable.class.isAssignableFrom(type))
                .filter(type -> !type.getSimpleName().endsWith("Builder"))
                .toList();
        Map<String, Kind> kinds = new HashMap<>();
        Arrays.stream(Kind.values()).forEach(kind -> kind.types().forEach(type -> kinds.put(type, kind)));
        Set<String> unused = new TreeSet<>(kinds.keySet());
        unused.addAll(Engines.reasons().keySet());
        for (Class<?> type : candidates) {
            String name = type.getSimpleName();
            unused.remove(name);
            if (Engines.reasons().containsKey(name)) {
                engines.put(name, type);
            } else if (candidates.stream().noneMatch(below -> below != type && type.isAssignableFrom(below))) {
                Kind kind = Manifest.class.isAssignableFrom(type) ? Kind.OBJECT : kinds.get(name);
                if (kind == null) {
                    defects.add(name + " is in none of the lists in Kind and Engines");
                } else {
                    rows.add(new Row(type, kind, new EnumMap<>(Verb.class), new EnumMap<>(Verb.class)));
                }
            }
        }
        unused.forEach(name -> defects.add(name + " is in a list of Kind or Engines, and there is no such type"));
    }

    private void fill(Row row) {
        for (Verb verb : Verb.values()) {
            String cell = verb.cell(row.type());
            String place = row.type().getSimpleName() + ", " + verb.title();
            if (cell.isEmpty()) {
                Optional<String> reason = reasons.lookUp(row.type(), row.kind(), verb);
                reason.ifPresentOrElse(
                        text -> row.reasons().put(verb, text), () -> defects.add(place + ": empty without a reason"));
            } else {
                row.cells().put(verb, cell);
                if (reasons.excuse(row.type(), verb)) {
                    defects.add(place + ": there is " + cell + ", and a reason why not");
                }
            }
        }
    }
}
