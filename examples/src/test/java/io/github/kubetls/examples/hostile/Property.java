package io.github.kubetls.examples.hostile;

import com.sun.management.ThreadMXBean;
import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.TlsBootstrapException;
import io.github.kubetls.kubeconfig.AuthInfo;
import io.github.kubetls.kubeconfig.Cluster;
import io.github.kubetls.kubeconfig.Context;
import io.github.kubetls.manifest.FieldError;
import io.github.kubetls.token.TokenFile;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What holds for every way in and every input: it is read, or refused as documented and in few words; what was read can be looked
 * at, judged and written, and what was written is read as the same; and no more memory is taken than the input is worth.
 */
final class Property {

    private static final int LONGEST_MESSAGE = 20_000;

    /** What a value is written with, and what reads that. */
    private static final Map<String, String> FORMS = Map.of(
            "toYaml", "parse",
            "toJson", "parse",
            "toMap", "fromMap",
            "toCsv", "parse",
            "toPem", "parse",
            "toText", "parse",
            "toCommandLine", "parse",
            "toDer", "parseDer");

    /** What stands beside one of these in the list of a kubeconfig goes along with it, but not into its own map. */
    private static final Set<Class<?>> ENTRIES = Set.of(AuthInfo.class, Cluster.class, Context.class);

    /** YAML, as which Kubernetes reads most JSON, too, knows no longer keys but those after a question mark. */
    private static final Pattern LONG_KEY = Pattern.compile("\"[^\"\n]{900,}\": ");

    private final Entry entry;
    private final String input;
    private final List<String> told = new ArrayList<>();

    private Property(Entry entry, String input) {
        this.entry = entry;
        this.input = input;
    }

    /** What came of an input: whether it was read, what it took, and everything that was said about it. */
    record Outcome(boolean isRead, long allocated, List<String> told) {}

    /**
     * Gives an input to an entry.
     *
     * @throws AssertionError when the property does not hold
     */
    static Outcome check(Entry entry, String input) {
        Property property = new Property(entry, input);
        long before = allocated();
        boolean isRead = property.read();
        return new Outcome(isRead, allocated() - before, property.told);
    }

    /** Reads, or refuses, and no more. */
    static void readOnly(Entry entry, String input) {
        try {
            entry.reader().apply(input);
        } catch (InvalidFormatException e) {
            // To refuse may cost no more.
        }
    }

    /** What a run allocates. */
    static long allocation(Runnable run) {
        long before = allocated();
        run.run();
        return allocated() - before;
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private boolean read() {
        Object value;
        try {
            value = entry.reader().apply(input);
        } catch (InvalidFormatException e) {
            refused(e);
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw failure("is neither read nor refused as documented", e);
        }
        try {
            lookAt(value, 0);
        } catch (ReflectiveOperationException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw failure("is read, but cannot be looked at", e);
        }
        return true;
    }

    private AssertionError failure(String what, Throwable cause) {
        return new AssertionError(entry + ": " + Quoted.of(input) + " " + what, cause);
    }

    private void refused(InvalidFormatException e) {
        if (e.code().isEmpty()) {
            throw failure("is refused without a code", e);
        }
        for (Throwable at = e; at != null; at = at.getCause()) {
            tell(at.toString());
            for (Throwable suppressed : at.getSuppressed()) {
                tell(suppressed.toString());
            }
        }
    }

    private void tell(String text) {
        if (text.length() > LONGEST_MESSAGE) {
            throw failure("is answered with " + text.length() + " characters: " + Quoted.of(text), null);
        }
        told.add(text);
    }

    private void lookAt(Object value, int depth) throws ReflectiveOperationException {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                lookAt(optional.get(), depth);
            }
        } else if (value instanceof Collection<?> values) {
            int looked = 0;
            for (Object one : values) {
                if (looked++ == 20) {
                    return;
                }
                lookAt(one, depth);
            }
        } else if (value instanceof Finding finding) {
            tell(finding.toString());
        } else if (value instanceof FieldError error) {
            told.add(error.toString());
        } else if (value.getClass().getName().startsWith("io.github.kubetls.")) {
            told.add(value.toString());
            if (value.hashCode() != value.hashCode() || !value.equals(value)) {
                throw failure("is not equal to itself", null);
            }
            judge(value, depth);
            if (ENTRIES.contains(value.getClass())) {
                return;
            }
            for (Map.Entry<String, String> form : FORMS.entrySet()) {
                writeAndRead(value, form.getKey(), form.getValue());
            }
        }
    }

    private void judge(Object value, int depth) throws ReflectiveOperationException {
        if (depth > 1) {
            return;
        }
        for (Method method : value.getClass().getMethods()) {
            Object[] arguments = argumentsOf(method);
            if (arguments != null && isSafe(value, method)) {
                Object answer = call(method, value, arguments);
                if (answer != null && answer != value) {
                    lookAt(answer, depth + 1);
                }
            }
        }
    }

    /** What a method is called with, if it takes nothing but the time and the release. */
    private static Object[] argumentsOf(Method method) {
        if (Modifier.isStatic(method.getModifiers())
                || method.getDeclaringClass() == Object.class
                || Collection.class.isAssignableFrom(method.getDeclaringClass())
                || !method.getDeclaringClass().getName().startsWith("io.github.kubetls.")
                || !Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
            return null;
        }
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            if (type == Instant.class) {
                arguments.add(Seeds.NOW);
            } else if (type == KubernetesRelease.class) {
                arguments.add(KubernetesRelease.of(20));
            } else {
                return null;
            }
        }
        return arguments.toArray();
    }

    /** Makes no new keys, waits for nothing, opens no file. */
    private static boolean isSafe(Object value, Method method) {
        return method.getExceptionTypes().length == 0
                && method.getReturnType() != void.class
                && !method.getName().equals("wait")
                && !(value instanceof Enum<?>);
    }

    private Object call(Method method, Object value, Object... arguments) throws ReflectiveOperationException {
        try {
            return method.invoke(value, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof TlsBootstrapException
                    || e.getCause() instanceof IllegalStateException
                    || e.getCause() instanceof IllegalArgumentException) {
                tell(e.getCause().toString());
                return null;
            }
            throw failure("is read, but " + method.getName() + " fails", e.getCause());
        }
    }

    private void writeAndRead(Object value, String writer, String reader) throws ReflectiveOperationException {
        Method writes;
        Method reads;
        Class<?> type = publicTypeOf(value);
        try {
            writes = type.getMethod(writer);
            Class<?> form = writes.getReturnType() == byte[].class ? byte[].class : writes.getReturnType();
            reads = type.getMethod(reader, form);
        } catch (NoSuchMethodException e) {
            return;
        }
        Object written;
        try {
            written = writes.invoke(value);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalStateException && publicTypeOf(value) == TokenFile.class) {
                tell(e.getCause().toString());
                return;
            }
            throw failure("is read, but " + writer + " fails", e.getCause());
        }
        Object again;
        try {
            again = reads.invoke(null, written);
        } catch (InvocationTargetException e) {
            if (writer.equals("toJson") && LONG_KEY.matcher((String) written).find()) {
                return;
            }
            throw failure("is written as " + Quoted.of(String.valueOf(written)) + ", which is refused", e.getCause());
        }
        if (declaresEquals(value.getClass())) {
            // What UTF-8 cannot express is written in another way, but written.
            boolean isText = StandardCharsets.UTF_8.newEncoder().canEncode(input);
            if (isText && (!again.equals(value) || again.hashCode() != value.hashCode())) {
                throw failure(
                        "is written by " + writer + " as " + Quoted.of(String.valueOf(written))
                                + ", which is read as another one",
                        null);
            }
        } else if (written instanceof String && !writes.invoke(again).equals(written)) {
            throw failure(
                    "is written by " + writer + " as " + Quoted.of(String.valueOf(written))
                            + ", which is written in another way",
                    null);
        }
    }

    private static Class<?> publicTypeOf(Object value) {
        Class<?> type = value.getClass();
        while (!Modifier.isPublic(type.getModifiers())) {
            type = type.getSuperclass();
        }
        return type;
    }

    private static boolean declaresEquals(Class<?> type) throws NoSuchMethodException {
        return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    }
}
