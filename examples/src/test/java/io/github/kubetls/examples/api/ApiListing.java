package io.github.kubetls.examples.api;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The public surface as text, a line for a type and for each of its members, in an order that does not depend on the compiler. */
final class ApiListing {

    /** The simple names in the text and what they stand for; the text would lie if one stood for two. */
    private final Map<String, String> names = new TreeMap<>();

    /** What the variables of supertypes that nobody sees stand for in the type at hand. */
    private final Map<TypeVariable<?>, Type> bindings = new HashMap<>();

    private final StringBuilder text = new StringBuilder();

    private ApiListing() {}

    /** The whole text. */
    static String text() {
        return new ApiListing().all();
    }

    private String all() {
        PublicApi.modules().forEach((module, packages) -> {
            text.append("\nmodule ").append(module).append('\n');
            packages.forEach((name, types) -> {
                text.append("\npackage ").append(name).append('\n');
                types.forEach(this::type);
            });
        });
        return text.toString();
    }

    private void type(Class<?> type) {
        bindings.clear();
        for (Class<?> at = type; at.getSuperclass() != null && isHidden(at.getSuperclass()); at = at.getSuperclass()) {
            if (at.getGenericSuperclass() instanceof ParameterizedType above) {
                TypeVariable<?>[] variables = at.getSuperclass().getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    bindings.put(variables[i], above.getActualTypeArguments()[i]);
                }
            }
        }
        text.append('\n').append(declaration(type)).append('\n');
        List<String> members = new ArrayList<>();
        PublicApi.fields(type).stream().map(this::field).sorted().forEach(members::add);
        PublicApi.constructors(type).stream()
                .map(constructor -> constructor(type, constructor))
                .sorted()
                .forEach(members::add);
        PublicApi.methods(type).stream()
                .sorted(Comparator.comparing(Method::getName).thenComparing(method -> method(type, method)))
                .forEach(method -> members.add(method(type, method)));
        members.forEach(member -> text.append("    ").append(member).append('\n'));
    }

    private String declaration(Class<?> type) {
        return modifiers(type)
                + kind(type)
                + name(type)
                + variables(type.getTypeParameters())
                + components(type)
                + clause(" extends ", superclass(type))
                + clause(type.isInterface() ? " extends " : " implements ", interfaces(type))
                + clause(" permits ", permitted(type));
    }

    private String modifiers(Class<?> type) {
        int modifiers = type.getModifiers();
        boolean plain = !type.isInterface() && !type.isRecord() && !type.isEnum();
        return (plain && Modifier.isAbstract(modifiers) ? "abstract " : "")
                + (plain && Modifier.isFinal(modifiers) ? "final " : "")
                + (type.isSealed() && !type.isEnum() ? "sealed " : "");
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface ";
        }
        return type.isInterface() ? "interface " : type.isEnum() ? "enum " : type.isRecord() ? "record " : "class ";
    }

    private String components(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(component -> name(component.getGenericType()) + ' ' + component.getName())
                        .collect(joining(", ", "(", ")"))
                : "";
    }

    private Stream<String> superclass(Class<?> type) {
        boolean implied =
                type.isInterface() || type.isEnum() || type.isRecord() || type.getSuperclass() == Object.class;
        return implied || isHidden(type.getSuperclass()) ? Stream.of() : Stream.of(name(type.getGenericSuperclass()));
    }

    private Stream<String> interfaces(Class<?> type) {
        return Arrays.stream(type.getGenericInterfaces())
                .filter(above -> !(above instanceof Class<?> of && isHidden(of)))
                .map(this::name)
                .sorted();
    }

    private Stream<String> permitted(Class<?> type) {
        return type.isSealed() && !type.isEnum()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .filter(below -> !isHidden(below))
                        .map(this::name)
                        .sorted()
                : Stream.of();
    }

    private static boolean isHidden(Class<?> type) {
        return !Modifier.isPublic(type.getModifiers());
    }

    private static String clause(String word, Stream<String> names) {
        String all = names.collect(joining(", "));
        return all.isEmpty() ? "" : word + all;
    }

    private String field(Field field) {
        return words(field.getModifiers() & ~Modifier.PUBLIC) + name(field.getGenericType()) + ' ' + field.getName();
    }

    private String constructor(Class<?> type, Constructor<?> constructor) {
        return words(constructor.getModifiers() & ~Modifier.PUBLIC)
                + type.getSimpleName()
                + parameters(constructor)
                + thrown(constructor);
    }

    private String method(Class<?> type, Method method) {
        boolean open = Modifier.isAbstract(type.getModifiers()) && !type.isInterface();
        int shown = Modifier.STATIC | Modifier.PROTECTED | (open ? Modifier.ABSTRACT : 0);
        String variables = variables(method.getTypeParameters());
        return words(method.getModifiers() & shown)
                + (method.isDefault() ? "default " : "")
                + (variables.isEmpty() ? "" : variables + ' ')
                + name(method.getGenericReturnType())
                + ' '
                + method.getName()
                + parameters(method)
                + thrown(method);
    }

    private static String words(int modifiers) {
        return modifiers == 0 ? "" : Modifier.toString(modifiers) + ' ';
    }

    private String parameters(Executable call) {
        String all =
                Arrays.stream(call.getGenericParameterTypes()).map(this::name).collect(joining(", ", "(", ")"));
        return call.isVarArgs() ? all.replaceFirst("\\[]\\)$", "...)") : all;
    }

    private String thrown(Executable call) {
        return clause(
                " throws ",
                Arrays.stream(call.getGenericExceptionTypes()).map(this::name).sorted());
    }

    private String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName() + clause(" extends ", bounds(variable)))
                        .collect(joining(", ", "<", ">"));
    }

    private Stream<String> bounds(TypeVariable<?> variable) {
        return Arrays.stream(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .map(this::name);
    }

    /** A type as one writes it under its imports. */
    private String name(Type type) {
        if (type instanceof Class<?> of) {
            return of.isArray() ? name(of.getComponentType()) + "[]" : simpleName(of);
        } else if (type instanceof ParameterizedType generic) {
            return name(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(this::name)
                            .collect(joining(", ", "<", ">"));
        } else if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        } else if (type instanceof WildcardType wildcard) {
            return "?"
                    + clause(" super ", Arrays.stream(wildcard.getLowerBounds()).map(this::name))
                    + clause(
                            " extends ",
                            Arrays.stream(wildcard.getUpperBounds())
                                    .filter(bound -> bound != Object.class)
                                    .map(this::name));
        }
        return bindings.containsKey(type) ? name(bindings.get(type)) : type.getTypeName();
    }

    private String simpleName(Class<?> type) {
        String qualified = type.getCanonicalName();
        if (type.isPrimitive()) {
            return qualified;
        }
        String simple = qualified.substring(type.getPackageName().length() + 1);
        String known = names.putIfAbsent(simple, qualified);
        if (known != null && !known.equals(qualified)) {
            throw new IllegalStateException(
                    "the list names types without their packages, and " + known + " and " + qualified + " look alike");
        }
        return simple;
    }
}
