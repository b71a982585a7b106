package io.github.kubetls.kubeconfig;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.internal.text.Base64Text;
import io.github.kubetls.internal.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Kubeconfigs from a seed, with names that collide and values that are hard to write. */
final class RandomKubeconfigs {

    private static final List<String> NAMES =
            List.of("a", "b", "c", "B", "a.b", "10.0.0.1", "server", "token", "null", "b9", "b10", "\u00e9", "");
    private static final List<String> NASTY = List.of(
            "0x1f2a",
            "123e45",
            "0b1010",
            "1e1000",
            "yes",
            "~",
            "07401b.f395accd246ae52d",
            "123456.1234567890123456",
            "true",
            "null",
            "2024-01-01",
            "12:30",
            "0o17",
            "0755",
            "-",
            "- a",
            "#1",
            "a #b",
            "a: b",
            "a:",
            "*x",
            "&x",
            "'a'",
            "\"a\"",
            "it's",
            " lead",
            "trail ",
            "a\nb",
            "a\nb\n",
            "a\n\n",
            "\n",
            " a\nb",
            "a \nb",
            "tab\there",
            "a\\b",
            "=",
            "<<",
            "---",
            "...",
            "--- x",
            "%a",
            "@a",
            "`a",
            "[a",
            "{a",
            "a, b",
            "?",
            "? a",
            "!a",
            "|",
            ">",
            "\u00e9\u00df",
            "\ud83d\ude00",
            "\u4e2d\u6587",
            ".inf",
            "1_000",
            "+1",
            "0.",
            ".5",
            "1.",
            "x".repeat(200),
            "word ".repeat(40).strip(),
            "word: ".repeat(40).strip(),
            "a  b ".repeat(40).strip(),
            "\"q\" \\ ".repeat(30).strip(),
            "\u00e9 ".repeat(100).strip());

    private final Random random;

    RandomKubeconfigs(long seed) {
        random = new Random(seed);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String name() {
        return pick(NAMES);
    }

    String text() {
        if (chance(40)) {
            return pick(NASTY);
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        String alphabet = "abcxyzABC0123456789 .:-_#'\"\\/@,[]{}&*!|>%`?=<~+\n";
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String bytes() {
        byte[] bytes = new byte[random.nextInt(6)];
        random.nextBytes(bytes);
        return Base64Text.encode(bytes);
    }

    private void maybe(Map<String, Object> map, String key, Supplier<Object> value) {
        if (chance(25)) {
            map.put(key, chance(5) ? null : value.get());
        }
    }

    private String path() {
        return pick(List.of(
                "ca.pem", "certs/x.pem", "./ca.pem", "../up.pem", "missing.pem", "/abs/x.pem", "certs/../ca.pem", ""));
    }

    private Object payload(int depth) {
        return switch (random.nextInt(depth > 2 ? 5 : 8)) {
            case 0 -> text();
            case 1 -> random.nextInt(100);
            case 2 -> chance(50);
            case 3 -> pick(List.of(0.5, 1e-7, 1e21, 123456789.5, 1e300, 9.007199254740993e15, 2.5e-5, 1234567.5));
            case 4 -> pick(List.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53));
            case 5 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    list.add(payload(depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(pick(List.of("k", "key", "a", "b", "c", "apiVersion", "kind")), payload(depth + 1));
                }
                yield map;
            }
        };
    }

    private Object extensions() {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = name();
            byName.put(name, mapOf("name", name, "extension", payload(0)));
        }
        return new ArrayList<>(byName.values());
    }

    static Map<String, Object> mapOf(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private Object cluster() {
        Map<String, Object> map = new LinkedHashMap<>();
        maybe(map, "server", () -> chance(70) ? "https://h:6443" : text());
        maybe(map, "tls-server-name", this::text);
        maybe(map, "insecure-skip-tls-verify", () -> chance(70));
        maybe(map, "certificate-authority", this::path);
        maybe(map, "certificate-authority-data", this::bytes);
        maybe(map, "proxy-url", () -> chance(50) ? "http://p:1" : text());
        maybe(map, "disable-compression", () -> chance(70));
        maybe(map, "extensions", this::extensions);
        return map;
    }

    private Object exec() {
        Map<String, Object> map = new LinkedHashMap<>();
        maybe(map, "command", () -> pick(List.of("login", "bin/login", "/usr/bin/login", "../x/login", "")));
        maybe(map, "args", () -> strings());
        maybe(map, "env", () -> {
            List<Object> env = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                env.add(mapOf("name", pick(List.of("A", "B", "C")), "value", text()));
            }
            return env;
        });
        maybe(
                map,
                "apiVersion",
                () -> pick(List.of(
                        "client.authentication.k8s.io/v1",
                        "client.authentication.k8s.io/v1beta1",
                        "client.authentication.k8s.io/v1alpha1")));
        maybe(map, "installHint", this::text);
        maybe(map, "provideClusterInfo", () -> chance(50));
        maybe(map, "interactiveMode", () -> pick(List.of("Never", "Always", "IfAvailable", "x", "")));
        return map;
    }

    private Object strings() {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            list.add(text());
        }
        return list;
    }

    private Object user() {
        Map<String, Object> map = new LinkedHashMap<>();
        maybe(map, "client-certificate", this::path);
        maybe(map, "client-certificate-data", this::bytes);
        maybe(map, "client-key", this::path);
        maybe(map, "client-key-data", this::bytes);
        maybe(map, "token", this::text);
        maybe(map, "tokenFile", this::path);
        maybe(map, "as", this::text);
        maybe(map, "as-uid", this::text);
        maybe(map, "as-groups", this::strings);
        maybe(map, "as-user-extra", () -> {
            Map<String, Object> extra = new LinkedHashMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                extra.put(pick(List.of("k", "key", "a", "yes")), chance(20) ? null : strings());
            }
            return extra;
        });
        maybe(map, "username", this::text);
        maybe(map, "password", this::text);
        maybe(map, "auth-provider", () -> {
            Map<String, Object> provider = new LinkedHashMap<>();
            maybe(provider, "name", this::text);
            maybe(provider, "config", () -> mapOf("k", text(), "z", text()));
            return provider;
        });
        maybe(map, "exec", this::exec);
        maybe(map, "extensions", this::extensions);
        return map;
    }

    private Object context() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (chance(90)) {
            map.put("cluster", name());
            map.put("user", name());
        }
        maybe(map, "namespace", this::text);
        maybe(map, "extensions", this::extensions);
        return map;
    }

    private Object entries(String key, Supplier<Object> body) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            String name = chance(90) ? name() : text();
            Map<String, Object> entry = mapOf("name", name, key, chance(3) ? null : body.get());
            byName.put(name, entry);
        }
        List<Object> list = new ArrayList<>(byName.values());
        if (chance(2) && !list.isEmpty()) {
            list.add(pick(list));
        }
        return list;
    }

    /** The tree of a file, as JDK values. */
    Map<String, Object> tree() {
        Map<String, Object> map = new LinkedHashMap<>();
        maybe(map, "kind", () -> "Config");
        maybe(map, "apiVersion", () -> "v1");
        if (chance(80)) {
            map.put("clusters", entries("cluster", this::cluster));
        }
        if (chance(80)) {
            map.put("users", entries("user", this::user));
        }
        if (chance(80)) {
            map.put("contexts", entries("context", this::context));
        }
        if (chance(60)) {
            map.put("current-context", name());
        }
        maybe(map, "preferences", () -> {
            Map<String, Object> preferences = new LinkedHashMap<>();
            maybe(preferences, "colors", () -> chance(70));
            maybe(preferences, "extensions", this::extensions);
            return preferences;
        });
        maybe(map, "extensions", this::extensions);
        return map;
    }

    /** A kubeconfig as a file may have it: every field, names that collide, values that are hard to write. */
    static Kubeconfig config(long seed) {
        RandomKubeconfigs random = new RandomKubeconfigs(seed);
        while (true) {
            Map<String, Object> tree = random.tree();
            tree.put("unknown-" + random.name(), random.text());
            try {
                return Kubeconfig.parse(Yaml.writeJson(tree));
            } catch (InvalidFormatException e) {
                // A name is there twice: the next one.
                continue;
            }
        }
    }
}
