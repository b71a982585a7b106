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
        of("KubeadmConfiguration", "is a stream of documents", EnumSet.of(FROM_MAP, PARSE_ALL, TO_JSON, TO_MAP));
        of("KubeadmConfiguration", "is written by people", EnumSet.of(MAKE, TO_BUILDER));
        of("TokenFile", "is CSV, not a tree", EnumSet.of(FROM_MAP, TO_JSON, TO_MAP));
        of(
                "ControllerManagerFlags KubeletFlags",
                "what a component would refuse cannot be read",
                EnumSet.of(VIOLATIONS));
        of("JoinCommand", "is handed over on a screen, not in a file", EnumSet.of(READ, WRITE));
        of("CertificateAuthority", "is two files: `certificatePem` and `keyPem`", EnumSet.of(TO_TEXT));
        of(
                "BootstrapTokenSettings",
                "stands in a configuration of kubeadm, which `parseAll` and `readAll` read",
                EnumSet.of(READ, FROM_MAP),
                OUTPUT);
        of("DocumentLocation", "`parse` makes one of what kubeadm is given", EnumSet.of(MAKE));
        of("ClusterInfo KubeadmCertsSecret", "a cluster has one", EnumSet.of(PARSE_ALL));
        of(
                "BootstrapTokenSecret ClusterInfo KubeadmCertsSecret Secret ServiceAccountTokenSecret",
                "the rules of the type hold for all that can be read, those of metadata are in `ObjectMeta`",
                EnumSet.of(VIOLATIONS, VIOLATIONS_OF_UPDATE));
        of("KubeadmCertsSecret Secret", "its values mean nothing without their reader", EnumSet.of(FINDINGS));
        of("CertificateAndKey", "what does not fit cannot be made", EnumSet.of(VIOLATIONS));
        of("KubeletConfiguration TokenFile", "what the component refuses cannot be read", EnumSet.of(VIOLATIONS));
        of("DiscoverySettings", "what is unwise kubeadm refuses", EnumSet.of(FINDINGS));
        of(
                "ExecCredential",
                "is judged when it is read, by the rules of the request",
                EnumSet.of(FINDINGS, VIOLATIONS));
        of(
                "JoinCommand",
                "is judged when it is read, and says itself what is unsafe",
                EnumSet.of(FINDINGS, VIOLATIONS));
    }

    private void ofKinds() {
        all(Kind.DOCUMENT, "a text holds one", EnumSet.of(PARSE_ALL));
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
