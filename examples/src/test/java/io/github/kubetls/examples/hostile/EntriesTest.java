package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.examples.api.PublicApi;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EntriesTest {

    private static final Pattern READER =
            Pattern.compile("parse\\w*|decode\\w*|fromHeader|blocks|findings|violations\\w*");

    /** Whoever adds a method that reads text or bytes adds it to the entries, too. */
    @Test
    void noWayInIsMissing() {
        Set<String> readers = new TreeSet<>();
        for (Class<?> type : PublicApi.types()) {
            for (Method method : PublicApi.methods(type)) {
                List<Class<?>> parameters = List.of(method.getParameterTypes());
                boolean isFromOutside = parameters.contains(String.class) || parameters.contains(byte[].class);
                if (Modifier.isStatic(method.getModifiers())
                        && READER.matcher(method.getName()).matches()
                        && isFromOutside
                        && !parameters.contains(Path.class)) {
                    readers.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(Entries.all().stream().map(Entry::name).collect(Collectors.toSet()))
                .containsAll(readers)
                .hasSize(Entries.all().size());
        assertThat(readers).hasSizeGreaterThan(50);
    }

    /** An input that is refused at its beginning leads nowhere, and neither does what is made of it. */
    @Test
    void everySeedIsReadSomewhere() {
        Set<String> unread = new TreeSet<>();
        Entries.all().forEach(entry -> unread.addAll(entry.seeds()));
        for (Entry entry : Entries.all()) {
            unread.removeIf(seed -> entry.seeds().contains(seed) && isRead(entry, seed));
            assertThat(entry.seeds()).as(entry.name()).anyMatch(seed -> isRead(entry, seed));
        }
        assertThat(unread).isEmpty();
    }

    private static boolean isRead(Entry entry, String seed) {
        try {
            entry.reader().apply(seed);
            return true;
        } catch (InvalidFormatException e) {
            return false;
        }
    }

    @Test
    void anInputAndItsBytesAreOne() {
        for (Entry entry : Entries.all()) {
            assertThat(entry.seeds()).as(entry.name()).allSatisfy(seed -> {
                byte[] bytes = entry.bytes(seed);
                assertThat(entry.input(bytes)).isEqualTo(seed);
                assertThat(Arrays.equals(entry.bytes(entry.input(bytes)), bytes))
                        .isTrue();
            });
        }
    }
}
