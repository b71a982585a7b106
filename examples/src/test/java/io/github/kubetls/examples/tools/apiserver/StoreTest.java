package io.github.kubetls.examples.tools.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.fixtures.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

    private static final ObjectKey KEY = new ObjectKey(ApiResource.SECRETS, "default", "a");

    @TempDir
    private Path folder;

    private Store open() throws IOException {
        return new Store(folder.resolve("state.jsonl"));
    }

    private static ObjectNode object(String value) {
        ObjectNode object = Json.object();
        Metadata.of(object).name("a");
        return object.put("value", value);
    }

    @Test
    void givesEveryChangeTheNextVersion() throws Exception {
        try (Store store = open()) {
            ObjectNode first = store.insert(KEY, object("1")).orElseThrow();
            assertThat(store.insert(KEY, object("again"))).isEmpty();
            ObjectNode second = store.replace(KEY, first, object("2")).orElseThrow();
            assertThat(store.replace(KEY, first, object("late"))).isEmpty();
            assertThat(store.remove(KEY, first)).isFalse();
            assertThat(store.remove(KEY, second)).isTrue();

            List<Change> changes = store.await(0, Duration.ZERO);
            assertThat(changes).extracting(Change::version).containsExactly(1L, 2L, 3L);
            assertThat(changes.get(1).before()).containsSame(first);
            assertThat(changes.get(2).after()).isEmpty();
            assertThat(Metadata.of(second).version()).isEqualTo("2");
        }
    }

    @Test
    void isAsItWasWhenItIsOpenedAgain() throws Exception {
        ObjectKey other = new ObjectKey(ApiResource.CONFIG_MAPS, "default", "b");
        ObjectNode kept;
        try (Store store = open()) {
            store.insert(KEY, object("1"));
            kept = store.insert(other, object("2")).orElseThrow();
            store.remove(KEY, store.get(KEY).orElseThrow());
        }
        for (int run = 0; run < 3; run++) {
            try (Store store = open()) {
                assertThat(store.version()).isEqualTo(3);
                assertThat(store.get(KEY)).isEmpty();
                assertThat(store.get(other)).contains(kept);
                assertThatThrownBy(() -> store.await(2, Duration.ZERO))
                        .isInstanceOfSatisfying(
                                ApiFailure.class,
                                failure -> assertThat(failure.code()).isEqualTo(410));
            }
        }
        Path file = folder.resolve("state.jsonl");
        assertThat(Posix.mode(file)).isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void listsOneNamespaceOrAll() throws Exception {
        try (Store store = open()) {
            for (String namespace : List.of("default", "default2", "kube-system")) {
                store.insert(new ObjectKey(ApiResource.SECRETS, namespace, "a"), object(namespace));
            }
            store.insert(new ObjectKey(ApiResource.CONFIG_MAPS, "default", "a"), object("other"));
            assertThat(store.list(ApiResource.SECRETS, "default").objects())
                    .extracting(object -> object.path("value").asText())
                    .containsExactly("default");
            assertThat(store.list(ApiResource.SECRETS, "").objects()).hasSize(3);
        }
    }

    @Test
    void wakesWhoWaitsWhenItIsClosed() throws Exception {
        Store store = open();
        Thread closer = new Thread(() -> {
            try {
                store.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        closer.start();
        assertThat(store.await(0, Duration.ofMinutes(5))).isEmpty();
        closer.join();
    }

    /** An object may be made large by small requests, such as patches that each add a little. */
    @Test
    void boundsTheSizeOfAnObjectAndGoesOn() throws Exception {
        String large = "x".repeat(Store.LARGEST_OBJECT);
        try (Store store = open()) {
            ObjectNode first = store.insert(KEY, object("1")).orElseThrow();
            assertThatThrownBy(() -> store.replace(KEY, first, object(large)))
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(413));
            assertThatThrownBy(() -> store.insert(new ObjectKey(ApiResource.SECRETS, "default", "b"), object(large)))
                    .isInstanceOf(ApiFailure.class);
            assertThat(store.get(KEY)).containsSame(first);
            assertThat(store.replace(KEY, first, object("2"))).isPresent();
        }
    }

    @Test
    void forgetsOldChangesThatAreLargeTogether() throws Exception {
        String large = "x".repeat(Store.LARGEST_OBJECT / 2);
        try (Store store = open()) {
            ObjectNode object = store.insert(KEY, object("0")).orElseThrow();
            for (int i = 0; i < 60; i++) {
                object = store.replace(KEY, object, object(large + i)).orElseThrow();
            }
            assertThatThrownBy(() -> store.await(1, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            ApiFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(410));
            assertThat(store.await(store.version() - 5, Duration.ZERO)).hasSize(5);
        }
    }
}
