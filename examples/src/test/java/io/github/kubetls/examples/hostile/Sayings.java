package io.github.kubetls.examples.hostile;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.api.PublicApi;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that a value says of itself and of all that it leads to: as it is and in collections, when it is judged, and when it is
 * used in wrong ways. What its accessors return is its own affair: a text that is asked for is not said.
 */
final class Sayings {

    private static final Path NO_FILE = Path.of("/dev/null/no-file");

    /** What is wrong almost everywhere. */
    private static final Map<Class<?>, Object> WRONG = Map.ofEntries(
            Map.entry(String.class, "no/such thing"),
            Map.entry(String[].class, new String[] {"", "no/such thing"}),
            Map.entry(byte[].class, new byte[] {-1}),
            Map.entry(int.class, -1),
            Map.entry(double.class, -1.0),
            Map.entry(boolean.class, true),
            Map.entry(Instant.class, Instant.MAX),
            Map.entry(KubernetesRelease.class, KubernetesRelease.of(20)),
            Map.entry(Path.class, NO_FILE),
            Map.entry(List.class, List.of()),
            Map.entry(Map.class, Map.of()));

    private static final Map<Class<?>, Object> NOTHING =
            Map.of(int.class, 0, double.class, 0.0, boolean.class, false, long.class, 0L);

    private static final int DEEPEST = 6;
    private static final int MOST_OF_A_TYPE = 8;

    private final Set<Class<?>> types = new HashSet<>();
    private final Map<Class<?>, Integer> met = new HashMap<>();
    private final Set<Object> looked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> said = new ArrayList<>();
    private final Queue<Step> next = new ArrayDeque<>();

    /** A value, and how many steps from the first one it is. */
    private record Step(Object value, int depth) {}

    private Sayings() {}

    static Sayings of(Object value) {
        Sayings sayings = new Sayings();
        sayings.look(value, 0);
        while (!sayings.next.isEmpty()) {
            Step step = sayings.next.remove();
            sayings.lookAt(step.value(), step.depth());
        }
        return sayings;
    }

    /** All texts. */
    List<String> said() {
        return said;
    }

    /** The public types of what was met, and those that it is a sort of. */
    Set<Class<?>> types() {
        return types;
    }

    private void look(Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            return;
        }
        if (value instanceof Optional<?> optional) {
            look(optional.orElse(null), depth);
        } else if (value instanceof Collection<?> values) {
            values.forEach(one -> look(one, depth));
        } else if (value instanceof Map<?, ?> values) {
            look(values.keySet(), depth);
            look(values.values(), depth);
        } else if (value instanceof Stream<?> values) {
            look(values.toList(), depth);
        } else if (value instanceof Throwable thrown) {
            hear(thrown);
        } else if (isOurs(value) && looked.add(value)) {
            next.add(new Step(value, depth));
        }
    }

    private static boolean isOurs(Object value) {
        return publicTypes(value).findAny().isPresent();
    }

    private static Stream<Class<?>> publicTypes(Object value) {
        return PUBLIC.stream().filter(type -> type.isInstance(value));
    }

    private static final List<Class<?>> PUBLIC = PublicApi.types();

    private void lookAt(Object value, int depth) {
        publicTypes(value).forEach(types::add);
        say(value);
        if (value instanceof Enum<?> || met.merge(value.getClass(), 1, Integer::sum) > MOST_OF_A_TYPE) {
            return;
        }
        publicTypes(value)
                .toList()
                .forEach(type -> PublicApi.methods(type).stream()
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .forEach(method -> use(value, method, depth)));
        if (value instanceof Record) {
            for (var component : value.getClass().getRecordComponents()) {
                use(value, component.getAccessor(), depth);
            }
        }
        say(value);
    }

    private void say(Object value) {
        said.add(String.valueOf(value));
        said.add(String.format("%s %s %s", List.of(value), Optional.of(value), Map.of("value", value)));
        said.add(Arrays.toString(new Object[] {value}));
    }

    private void use(Object value, Method method, int depth) {
        Class<?>[] parameters = method.getParameterTypes();
        call(
                value,
                method,
                depth,
                arguments(
                        parameters,
                        Map.of(Instant.class, Seeds.NOW, KubernetesRelease.class, KubernetesRelease.latest())));
        if (parameters.length > 0) {
            call(value, method, depth, arguments(parameters, WRONG));
            call(value, method, depth, arguments(parameters, Map.of()));
        }
    }

    /** Arguments by their types, and nothing where there is none. */
    static Object[] arguments(Class<?>[] parameters, Map<Class<?>, Object> of) {
        return Arrays.stream(parameters)
                .map(type -> of.getOrDefault(type, NOTHING.get(type)))
                .toArray();
    }

    private void call(Object value, Method method, int depth, Object... arguments) {
        Object answer;
        try {
            method.setAccessible(true);
            answer = method.invoke(value, arguments);
        } catch (InvocationTargetException e) {
            hear(e.getCause());
            return;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        look(answer, depth + 1);
    }

    /** What is thrown, what caused it, what was suppressed, and what a log shows of it. */
    private void hear(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            said.add(at.toString());
            said.add(String.valueOf(at.getLocalizedMessage()));
            for (Throwable suppressed : at.getSuppressed()) {
                hear(suppressed);
            }
        }
    }
}
