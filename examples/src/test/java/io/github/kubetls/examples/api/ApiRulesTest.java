package io.github.kubetls.examples.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the grammar that hold for every public method and every value. */
class ApiRulesTest {

    /** Words for which the grammar has a verb of its own. */
    private static final Set<String> OTHER_WORDS = Set.of(
            "check",
            "confirmUsable",
            "create",
            "diagnose",
            "distrust",
            "dropped",
            "errors",
            "errorsOfUpdate",
            "fromJson",
            "fromYaml",
            "incompatibilities",
            "lint",
            "problems",
            "signatureDefect",
            "userInfo",
            "validate",
            "validateUpdate",
            "verifyErrors",
            "warnings");

    /** Methods that a rule does not mean, each for its reason. */
    private static final Map<String, String> MEANT_OTHERWISE = Map.of(
            "CertificateRotation.decide", "the sealed action comes with the state that follows it",
            "PodCertificateRotation.decide", "the sealed action comes with the state that follows it",
            "PodRequestAdmission.create", "the verb of the API that is asked for",
            "KubeconfigState.read", "that the file cannot be read is one of the states",
            "Reconciliation.create", "what kubectl would do: create the object",
            "RequestAdmission.create", "the verb of the API that is asked for, beside approve and sign");

    @Test
    void noMethodHasAWordForWhichThereIsAVerb() {
        assertThat(offenders((type, call) -> OTHER_WORDS.contains(call.getName())))
                .isEmpty();
    }

    @Test
    void whatIsMeantOtherwiseIsThere() {
        assertThat(PublicApi.calls()).extracting(PublicApi.Call::name).containsAll(MEANT_OTHERWISE.keySet());
    }

    @Test
    void findingsAndViolationsAreLists() {
        Map<String, Class<?>> elements = Map.of(
                "findings", Finding.class, "violations", FieldError.class, "violationsOfUpdate", FieldError.class);
        assertThat(offenders((type, call) -> call instanceof Method method
                        && elements.containsKey(method.getName())
                        && !isListOf(elements.get(method.getName()), method.getGenericReturnType())))
                .isEmpty();
    }

    @Test
    void anAnswerOfDecideIsOneOfSeveralCases() {
        assertThat(offenders((type, call) -> call instanceof Method method
                        && method.getName().equals("decide")
                        && !method.getReturnType().isSealed()))
                .isEmpty();
    }

    @Test
    void theReleaseComesLast() {
        assertThat(offenders((type, call) -> {
                    List<Class<?>> parameters = Arrays.asList(call.getParameterTypes());
                    int at = parameters.indexOf(KubernetesRelease.class);
                    return at >= 0 && at != parameters.size() - 1;
                }))
                .isEmpty();
    }

    @Test
    void whatReadsAFileSaysThatItMayFail() {
        assertThat(offenders((type, call) -> call.getName().matches("read|readAll|write")
                        && Arrays.asList(call.getParameterTypes()).contains(Path.class)
                        && !Arrays.asList(call.getExceptionTypes()).contains(IOException.class)))
                .isEmpty();
    }

    @Test
    void aBuilderTakesAListAsVarargsToo() {
        assertThat(offenders((type, call) -> isListSetter(type, call)
                        && PublicApi.methods(type).stream()
                                .noneMatch(method -> method.getName().equals(call.getName()) && method.isVarArgs())))
                .isEmpty();
        assertThat(offenders((type, call) -> isBuilder(type)
                        && call.isVarArgs()
                        && PublicApi.methods(type).stream()
                                .noneMatch(method ->
                                        method.getName().equals(call.getName()) && isListSetter(type, method))))
                .isEmpty();
    }

    @Test
    void noValueHoldsABuilder() {
        Set<String> holders = new TreeSet<>();
        for (Class<?> type : PublicApi.types()) {
            for (Class<?> at = type; at != null && !isBuilder(type); at = at.getSuperclass()) {
                Arrays.stream(at.getDeclaredFields())
                        .filter(field -> isBuilder(field.getType()))
                        .map(field -> type.getSimpleName() + '.' + field.getName())
                        .forEach(holders::add);
            }
        }
        assertThat(except(holders.stream())).isEmpty();
    }

    @Test
    void signaturesNameTypesOfTheJdkAndOfTheApiOnly() {
        Set<Class<?>> ours = Set.copyOf(PublicApi.types());
        Predicate<Class<?>> foreign = type -> !type.isPrimitive()
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("javax.")
                && !ours.contains(type);
        assertThat(offenders((type, call) -> signature(call).stream().anyMatch(foreign)))
                .isEmpty();
        assertThat(PublicApi.types().stream()
                        .flatMap(type -> PublicApi.fields(type).stream())
                        .filter(field -> foreign.test(field.getType())))
                .isEmpty();
    }

    /** The calls for which something holds, but those that are meant otherwise. */
    private static Set<String> offenders(BiPredicate<Class<?>, Executable> rule) {
        return except(PublicApi.calls().stream()
                .filter(call -> rule.test(call.type(), call.executable()))
                .map(PublicApi.Call::name));
    }

    private static Set<String> except(Stream<String> offenders) {
        Set<String> rest = new TreeSet<>(offenders.toList());
        rest.removeAll(MEANT_OTHERWISE.keySet());
        return rest;
    }

    private static boolean isListOf(Class<?> element, Type type) {
        return type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && list.getActualTypeArguments()[0] == element;
    }

    private static boolean isBuilder(Class<?> type) {
        return type.getSimpleName().endsWith("Builder");
    }

    private static boolean isListSetter(Class<?> type, Executable call) {
        return isBuilder(type)
                && call instanceof Method
                && Arrays.equals(call.getParameterTypes(), new Class<?>[] {List.class});
    }

    private static Set<Class<?>> signature(Executable call) {
        Set<Class<?>> named = new HashSet<>();
        Stream.of(call.getGenericParameterTypes(), call.getGenericExceptionTypes())
                .flatMap(Arrays::stream)
                .forEach(type -> collect(type, named));
        if (call instanceof Method method) {
            collect(method.getGenericReturnType(), named);
        }
        return named;
    }

    private static void collect(Type type, Set<Class<?>> named) {
        if (type instanceof Class<?> of) {
            named.add(of.isArray() ? of.getComponentType() : of);
        } else if (type instanceof ParameterizedType generic) {
            collect(generic.getRawType(), named);
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, named));
        }
    }
}
