package io.github.kubetls.examples.api;

import io.github.kubetls.Finding;
import io.github.kubetls.kubeconfig.Kubeconfig;
import io.github.kubetls.rbac.PolicyRule;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a program outside the library can name: the public types of the exported packages, and their members. */
public final class PublicApi {

    private PublicApi() {}

    /** The public types by module and package, nested ones after the type that holds them; all in the order of their names. */
    static Map<String, Map<String, List<Class<?>>>> modules() {
        Map<String, Map<String, List<Class<?>>>> modules = new LinkedHashMap<>();
        for (Class<?> one : List.of(Finding.class, Kubeconfig.class, PolicyRule.class)) {
            ModuleReference module = moduleWith(one);
            modules.put(module.descriptor().name(), packages(module));
        }
        return modules;
    }

    /** All public types. */
    public static List<Class<?>> types() {
        return modules().values().stream()
                .flatMap(packages -> packages.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** The methods that a type offers: its own, and those of supertypes that nobody outside can name. */
    public static List<Method> methods(Class<?> type) {
        Map<String, Method> methods = new LinkedHashMap<>();
        offered(type, Class::getDeclaredMethods)
                .filter(method -> !isImplied(type, method))
                .forEach(method ->
                        methods.putIfAbsent(method.getName() + Arrays.toString(method.getParameterTypes()), method));
        return List.copyOf(methods.values());
    }

    /** The constructors that a type offers, without the one that the components of a record imply. */
    static List<Constructor<?>> constructors(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> isOffered(type, constructor) && !isCanonical(type, constructor))
                .toList();
    }

    /** The fields that a type offers, constants of an enum among them. */
    static List<Field> fields(Class<?> type) {
        return offered(type, Class::getDeclaredFields).toList();
    }

    /** A method or a constructor, and a type that offers it. */
    public record Call(Class<?> type, Executable executable) {

        /** The names of both, as one writes them under an import. */
        public String name() {
            String qualified = type.getCanonicalName();
            return qualified.substring(type.getPackageName().length() + 1) + '.' + executable.getName();
        }
    }

    /** What one can call anywhere, accessors of records included. */
    public static List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Class<?> type : types()) {
            methods(type).forEach(method -> calls.add(new Call(type, method)));
            constructors(type).forEach(constructor -> calls.add(new Call(type, constructor)));
            if (type.isRecord()) {
                Arrays.stream(type.getRecordComponents())
                        .forEach(component -> calls.add(new Call(type, component.getAccessor())));
            }
        }
        return calls;
    }

    /** Whether there can be nothing that is this type and no type below it. */
    static boolean isAbstract(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers());
    }

    private static ModuleReference moduleWith(Class<?> type) {
        try {
            Path location = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ModuleFinder.of(location).findAll().iterator().next();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, List<Class<?>>> packages(ModuleReference module) {
        Set<String> exported = Set.copyOf(module.descriptor().exports().stream()
                .filter(Predicate.not(ModuleDescriptor.Exports::isQualified))
                .map(ModuleDescriptor.Exports::source)
                .toList());
        Map<String, List<Class<?>>> packages = new TreeMap<>();
        try (ModuleReader reader = module.open();
                Stream<String> resources = reader.list()) {
            resources
                    .filter(resource -> resource.endsWith(".class") && !resource.endsWith("-info.class"))
                    .map(resource -> resource.replace('/', '.').substring(0, resource.length() - ".class".length()))
                    .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                    .map(PublicApi::load)
                    .filter(PublicApi::isNameable)
                    .sorted(Comparator.comparing(Class::getCanonicalName))
                    .forEach(type -> packages.computeIfAbsent(type.getPackageName(), name -> new ArrayList<>())
                            .add(type));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packages;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isNameable(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.isSynthetic()
                && (type.getEnclosingClass() == null || isNameable(type.getEnclosingClass()));
    }

    private static <M extends Member & AnnotatedElement> Stream<M> offered(
            Class<?> type, Function<Class<?>, M[]> declared) {
        List<M> members = new ArrayList<>();
        for (Class<?> at : hiddenLine(type)) {
            Arrays.stream(declared.apply(at))
                    .filter(member -> isOffered(type, member))
                    .forEach(members::add);
        }
        return members.stream();
    }

    /** The type, and the supertypes above it that are not public: seen from outside, their members are its own. */
    private static List<Class<?>> hiddenLine(Class<?> type) {
        List<Class<?>> line = new ArrayList<>(List.of(type));
        for (int i = 0; i < line.size(); i++) {
            Class<?> at = line.get(i);
            Stream.concat(Stream.ofNullable(at.getSuperclass()), Arrays.stream(at.getInterfaces()))
                    .filter(above -> above.getName().startsWith("io.github.kubetls.") && !isNameable(above))
                    .forEach(line::add);
        }
        return line;
    }

    private static boolean isOffered(Class<?> type, Member member) {
        boolean open = Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        return (Modifier.isPublic(member.getModifiers()) || open) && !member.isSynthetic();
    }

    private static boolean isCanonical(Class<?> type, Constructor<?> constructor) {
        return type.isRecord()
                && Arrays.equals(
                        constructor.getParameterTypes(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getType)
                                .toArray());
    }

    /** What every object or every enum has, and the accessors that the components of a record imply. */
    private static boolean isImplied(Class<?> type, Method method) {
        int parameters = method.getParameterCount();
        if (type.isRecord()
                && Arrays.stream(type.getRecordComponents()).anyMatch(of -> method.equals(of.getAccessor()))) {
            return true;
        }
        return switch (method.getName()) {
            case "toString", "hashCode" -> parameters == 0;
            case "equals" -> parameters == 1 && method.getParameterTypes()[0] == Object.class;
            case "values" -> type.isEnum() && parameters == 0;
            case "valueOf" -> type.isEnum() && parameters == 1;
            default -> false;
        };
    }
}
