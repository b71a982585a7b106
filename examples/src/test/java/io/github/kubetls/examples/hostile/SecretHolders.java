package io.github.kubetls.examples.hostile;

import io.github.kubetls.examples.api.PublicApi;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.security.Key;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The public types that can hold a secret. One does when it gives or takes a private key, or a text whose name says that it is
 * secret, or anything free, in which secrets stand as well; and when it gives, or is made of, something that does.
 */
final class SecretHolders {

    /** What texts are called that are secrets, or may have some in them. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(token|secret|password|passphrase|credential|privatekey|keypem|keydata|certificatekey|hex|execenv|execargs|data"
                    + "|authproviderarg|proxyurl|setrawbytes|topem).*|value|bytes|env|args|config|headers|extensions|otherFields");

    /** The name of a file, of an object, or the public half of a token is no secret, and neither is whether there is one. */
    private static final Pattern PUBLIC_NAME = Pattern.compile(
            "(?i).*(file|path|name|id|usage|ttl|bootstrapTokens|credentialPlugin.*)|remove.*|no[A-Z].*|is[A-Z].*|(unsafe)?has.*");

    /** What looks as if it were secret. */
    private static final Map<String, String> PUBLIC_TYPES = Map.of(
            "CertificateRequest", "is signed with a key, and holds the public one",
            "FieldError", "is what is said",
            "Finding", "is what is said",
            "KeyUsage", "has a value that is a word of Kubernetes",
            "ObjectMeta", "is the names of an object; an annotation may quote it, which the object is looked at with",
            "PodCertificateRequest", "is signed with a key, and holds the public one",
            "ProofOfPossession", "is signed with a key, and holds the public one",
            "SignerName", "has a value that is a word of Kubernetes",
            "TokenUsage", "has a value that is a word of Kubernetes");

    private static final List<PublicApi.Call> CALLS = PublicApi.calls();

    private SecretHolders() {}

    /** The types, without those of which there are no values. */
    static Set<Class<?>> find() {
        Set<Class<?>> holders = new TreeSet<>(Comparator.comparing(Class::getName));
        List<Class<?>> others = new ArrayList<>(PublicApi.types());
        others.removeIf(SecretHolders::isPublic);
        while (others.removeIf(type -> holds(type, holders) && holders.add(type))) {
            // What is made of one of these may be another one.
            continue;
        }
        return holders;
    }

    private static boolean isPublic(Class<?> type) {
        return type.isEnum()
                || Throwable.class.isAssignableFrom(type)
                || PUBLIC_TYPES.containsKey(type.getSimpleName());
    }

    private static boolean holds(Class<?> type, Set<Class<?>> holders) {
        return holders.stream().anyMatch(holder -> type.isSealed() && type.isAssignableFrom(holder))
                || CALLS.stream().anyMatch(call -> gives(call, type, holders) || makes(call, type, holders));
    }

    /** Whether a type tells a secret. */
    private static boolean gives(PublicApi.Call call, Class<?> type, Set<Class<?>> holders) {
        return call.type() == type
                && call.executable() instanceof Method method
                && !Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 0
                && isSecret(method.getGenericReturnType(), method.getName(), holders);
    }

    /** Whether a type is made of a secret: by its own methods, by a builder, by what it is a part of. */
    private static boolean makes(PublicApi.Call call, Class<?> type, Set<Class<?>> holders) {
        Executable executable = call.executable();
        Type made = executable instanceof Method method ? method.getGenericReturnType() : call.type();
        boolean isPartOfIt = call.type() == type
                || call.type().getEnclosingClass() == type
                || type.getEnclosingClass() == call.type();
        return mentions(made, Set.of(type))
                && (isPartOfIt || Modifier.isStatic(executable.getModifiers()))
                && (executable.getName().equals("build") && holders.contains(call.type())
                        || Arrays.stream(executable.getGenericParameterTypes())
                                .anyMatch(parameter -> isSecret(parameter, executable.getName(), holders)));
    }

    private static boolean isSecret(Type type, String name, Set<Class<?>> holders) {
        if (mentions(type, Set.of(KeyPair.class)) || mentionsPrivateKey(type) || mentions(type, holders)) {
            return true;
        }
        return SECRET_NAME.matcher(name).matches() && !PUBLIC_NAME.matcher(name).matches() && isText(type);
    }

    private static boolean isText(Type type) {
        return classesIn(type).stream().anyMatch(of -> of == String.class || of == byte[].class)
                || classesIn(type).contains(Map.class);
    }

    private static boolean mentionsPrivateKey(Type type) {
        return classesIn(type).stream()
                .anyMatch(of -> Key.class.isAssignableFrom(of) && !PublicKey.class.isAssignableFrom(of));
    }

    private static boolean mentions(Type type, Collection<? extends Class<?>> wanted) {
        return classesIn(type).stream().anyMatch(wanted::contains);
    }

    /** The classes that a type is made of: {@code Map<String, AuthInfo>} of three. */
    private static List<Class<?>> classesIn(Type type) {
        List<Class<?>> classes = new ArrayList<>();
        if (type instanceof Class<?> plain) {
            classes.add(plain);
            if (plain.isArray()) {
                classes.addAll(classesIn(plain.getComponentType()));
            }
        } else if (type instanceof ParameterizedType of) {
            classes.addAll(classesIn(of.getRawType()));
            for (Type argument : of.getActualTypeArguments()) {
                classes.addAll(classesIn(argument));
            }
        } else if (type instanceof GenericArrayType array) {
            classes.addAll(classesIn(array.getGenericComponentType()));
        } else if (type instanceof WildcardType wildcard) {
            for (Type bound : wildcard.getUpperBounds()) {
                classes.addAll(classesIn(bound));
            }
        }
        return classes;
    }
}
