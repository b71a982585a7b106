package io.github.kubetls.examples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.api.PublicApi;
import io.github.kubetls.fixtures.Pairs;
import io.github.kubetls.fixtures.Posix;
import io.github.kubetls.fixtures.Secrets;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No type that can hold a secret tells it: not of itself, not in a collection, a builder, an answer, or when it is used wrongly. */
class SecretHoldersTest {

    /** What quotes its argument, which is a name. */
    private static final Set<String> NAMES = Set.of(
            "AuthProviderConfig.of",
            "BootstrapTokenSecret.violationsOfExtraGroup",
            "Context.of",
            "ExecCredential.builder",
            "KubeletCertificateStore.open",
            "Pem.Block.of",
            "PemSource.file",
            "PemSource.of");

    /** Whoever adds a type that can hold a secret adds a value of it: to {@link SecretValues}, or a seed that leads to it. */
    @Test
    void allAreLookedAtAndNoneTells(@TempDir Path folder) throws IOException {
        Posix.assume(); // The kubelet's store has links.
        Set<Class<?>> missing = new TreeSet<>(Comparator.comparing(Class::getName));
        missing.addAll(SecretHolders.find());
        assertThat(missing).hasSizeGreaterThan(70);
        for (Entry entry : Entries.all()) {
            for (String seed : entry.seeds()) {
                missing.removeAll(assertSilent(read(entry, seed), new Marks().addAllIn(seed)));
            }
        }
        SecretValues made = SecretValues.in(folder);
        for (Object value : made.values()) {
            missing.removeAll(assertSilent(value, made.marks()));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void noneQuotesASecretThatItIsMadeOf() throws IllegalAccessException {
        Set<Class<?>> holders = SecretHolders.find();
        Set<String> quoted = new TreeSet<>();
        for (PublicApi.Call call : PublicApi.calls()) {
            if (holders.contains(call.type())
                    && call.executable() instanceof Method method
                    && Modifier.isStatic(method.getModifiers())
                    && !NAMES.contains(call.name())) {
                for (String secret :
                        List.of(Secrets.TOKEN, "f395accd246ae52d", Pairs.LEAF_KEY, Seeds.CERTIFICATE_KEY)) {
                    Object made = made(method, secret);
                    // A text is what was asked for.
                    List<String> said = made instanceof Throwable
                            ? Sayings.of(made).said()
                            : List.of(made instanceof String ? "" : String.valueOf(made));
                    Marks marks = new Marks().addKeysIn(secret).add(secret.replaceAll("-----.*", ""));
                    if (said.stream().anyMatch(text -> marks.toldIn(text).isPresent())) {
                        quoted.add(call.name() + ": " + said);
                    }
                }
            }
        }
        assertThat(quoted).isEmpty();
    }

    @Test
    void whatIsToldIsHeard() {
        IllegalStateException told = new IllegalStateException("outer", new IOException("inner"));
        told.addSuppressed(new IOException(Secrets.TOKEN));
        assertThat(Sayings.of(told).said()).anyMatch(text -> text.contains("inner"));
        assertThat(Sayings.of(List.of(told)).said())
                .anyMatch(
                        text -> new Marks().addAllIn(Secrets.TOKEN).toldIn(text).isPresent());
    }

    private static Set<Class<?>> assertSilent(Object value, Marks marks) {
        Sayings sayings = Sayings.of(value);
        for (String said : sayings.said()) {
            assertThat(marks.toldIn(said)).as("%s says %s", value, said).isEmpty();
        }
        return sayings.types();
    }

    private static Object read(Entry entry, String seed) {
        try {
            return entry.reader().apply(seed);
        } catch (InvalidFormatException e) {
            return e;
        }
    }

    /** What a method makes when each text that it takes is one secret. */
    private static Object made(Method method, String secret) throws IllegalAccessException {
        Map<Class<?>, Object> arguments = Map.of(
                String.class, secret,
                byte[].class, secret.getBytes(StandardCharsets.UTF_8),
                String[].class, new String[] {secret},
                List.class, List.of(secret),
                Map.class, Map.of("key", secret),
                Path.class, Path.of("/dev/null/no-file"),
                Instant.class, Seeds.NOW,
                KubernetesRelease.class, KubernetesRelease.latest());
        try {
            return method.invoke(null, Sayings.arguments(method.getParameterTypes(), arguments));
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
