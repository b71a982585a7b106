package io.github.kubetls.examples.api;

import static io.github.kubetls.examples.api.Verb.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a type lacks a verb: the type's own reasons, and those that hold for all of a kind. */
final class Reasons {

    private static final Set<Verb> INPUT = EnumSet.of(PARSE, PARSE_ALL, READ, FROM_MAP);
    private static final Set<Verb> OUTPUT = EnumSet.of(TO_TEXT, TO_JSON, TO_MAP, WRITE);
    private static final Set<Verb> JUDGING = EnumSet.of(FINDINGS, VIOLATIONS, VIOLATIONS_OF_UPDATE);

    private record Reason(String text, Kind kind, Set<String> types, Set<Verb> verbs) {}

    private final List<Reason> reasons = new ArrayList<>();
    private final Set<Reason> used = new LinkedHashSet<>();

    Reasons() {
        ofTypes();
        ofKinds();
    }

    private void ofTypes() {
        of("CertificateAuthority CertificateRequest", "what is signed cannot be changed", EnumSet.of(TO_BUILDER));
        of("BootstrapTokenSettings", "stands in a list of them", EnumSet.of(PARSE));
        of(
                "CertificateAndKey CertificateAuthority CertificateRequest",
                "is PEM, not a tree",
                EnumSet.of(FROM_MAP, TO_JSON, TO_MAP));
        of(
                "ApiServerFlags ControllerManagerFlags KubeletFlags JoinCommand",
                "is a command line, not a tree",
                EnumSet.of(FROM_MAP, TO_JSON, TO_MAP));
        of("TokenFile", "is CSV, not a tree", EnumSet.of(FROM_MAP, TO_JSON, TO_MAP));
        of(
                "ApiServerFlags ControllerManagerFlags KubeletFlags",
                "what a component would refuse cannot be read",
                EnumSet.of(VIOLATIONS));
        of("JoinCommand", "is handed over on a screen, not in a file", EnumSet.of(READ, WRITE));
        of("ExecCredential", "is handed over in an environment variable and a pipe", EnumSet.of(READ, WRITE));
        of(
                "BootstrapTokenSecret BootstrapTokenSettings CertificateSigningRequest ConfigOverrides DiscoverySettings"
                        + " DistinguishedName ExecCredential JoinCommand PolicyRule SubjectAltNames",
                "is built again",
                EnumSet.of(TO_BUILDER));
    }

    private void ofKinds() {
        all(Kind.OBJECT, "goes through its text", EnumSet.of(PARSE_ALL, READ, FROM_MAP, WRITE));
        all(Kind.OBJECT, "is judged under another name", JUDGING);
        all(Kind.DOCUMENT, "a text holds one", EnumSet.of(PARSE_ALL));
        all(Kind.DOCUMENT, "goes through its text", EnumSet.of(PARSE, READ, FROM_MAP), OUTPUT);
        all(Kind.DOCUMENT, "is judged under another name, or when it is read", EnumSet.of(FINDINGS, VIOLATIONS));
        all(Kind.DOCUMENT, "nobody compares it with what was there before", EnumSet.of(VIOLATIONS_OF_UPDATE));
        all(Kind.PART, "is read and written with the whole that it stands in", INPUT, OUTPUT);
        all(Kind.PART, "is judged with the whole that it stands in", JUDGING);
        all(Kind.WORD, "any text is one, and `of` takes it", EnumSet.of(PARSE));
        all(Kind.WORD, "stands in a field, and in no file of its own", EnumSet.of(PARSE_ALL, READ, FROM_MAP), OUTPUT);
        all(Kind.WORD, "is right if it could be made", JUDGING);
        all(Kind.ARGUMENT, "is made for one call, and stored nowhere", INPUT, OUTPUT, JUDGING);
        all(Kind.ANSWER, "only the library makes it", EnumSet.of(MAKE));
        all(Kind.ANSWER, "is read by the program that asked, and stored nowhere", INPUT, OUTPUT);
        all(Kind.ANSWER, "is itself what was found or decided", JUDGING, EnumSet.of(DECIDE));
        all(null, "is not a state that has a next step", EnumSet.of(DECIDE));
        all(null, "is not a rule; engines are asked", EnumSet.of(ASK));
    }

    /** A reason that holds for every type of a kind, or of all kinds, that lacks one of the verbs. */
    @SafeVarargs
    private void all(Kind kind, String text, Collection<Verb>... verbs) {
        reasons.add(new Reason(text, kind, Set.of(), union(verbs)));
    }

    /** A reason of certain types; it is an error to give one for a cell that is filled. */
    @SafeVarargs
    private void of(String types, String text, Collection<Verb>... verbs) {
        reasons.add(new Reason(text, null, Set.of(types.split(" ")), union(verbs)));
    }

    @SafeVarargs
    private static Set<Verb> union(Collection<Verb>... verbs) {
        Set<Verb> union = EnumSet.noneOf(Verb.class);
        for (Collection<Verb> some : verbs) {
            union.addAll(some);
        }
        return union;
    }

    /** Why a type has nothing for a verb; a reason of its own goes before one of its kind. */
    Optional<String> lookUp(Class<?> type, Kind kind, Verb verb) {
        if (verb == TO_BUILDER && !MAKE.names(type).contains("builder")) {
            return Optional.of("there is no builder to go back to");
        }
        Optional<Reason> found = reasons.stream()
                .filter(reason -> reason.verbs().contains(verb))
                .filter(reason -> reason.types().isEmpty()
                        ? reason.kind() == null || reason.kind() == kind
                        : reason.types().contains(type.getSimpleName()))
                .findFirst();
        found.ifPresent(used::add);
        return found.map(Reason::text);
    }

    /** Whether a type has a reason of its own to lack a verb. */
    boolean excuse(Class<?> type, Verb verb) {
        return reasons.stream()
                .anyMatch(reason -> reason.types().contains(type.getSimpleName())
                        && reason.verbs().contains(verb));
    }

    /** Reasons that no cell needs. */
    List<String> unused() {
        return reasons.stream()
                .filter(reason -> !used.contains(reason))
                .map(Reason::text)
                .toList();
    }
}
