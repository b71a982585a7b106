package io.github.kubetls.rbac.kubectl;

import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.AggregationRule;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.BootstrapPolicy;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.LabelSelector;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RuleOwner;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What it takes to bring a stored role or binding in line with an expected one, as {@code kubectl auth reconcile} does it.
 *
 * <p>Nothing is written; {@link #object()} is what would be. Existing labels and annotations win over expected ones.
 * Missing rules or subjects are added; extra ones are kept, or with {@link Mode#REMOVE_EXTRA} the expected list
 * replaces the stored one. A binding with another role reference is deleted and created anew. An object with the
 * annotation {@code rbac.authorization.kubernetes.io/autoupdate: "false"} is protected: what would change is reported,
 * and nothing changes. Subjects and role references are compared with their defaults filled in, so that a second run
 * finds nothing to do.
 *
 * <pre>{@code
 * Reconciliation reconciliation = Reconciliation.of(existing, expected, Reconciliation.Mode.UNION);
 * System.err.print(reconciliation.report());
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#kubectl-auth-reconcile">kubectl auth
 *     reconcile</a>
 */
public final class Reconciliation {

    private final Operation operation;
    private final Mode mode;
    private final boolean isProtected;
    private final RbacObject existing;
    private final RbacObject object;
    private final Differences differences;

    /** What to do with what is stored and not expected. */
    public enum Mode {
        /** Keep it. */
        UNION,
        /**
         * Remove it: {@code --remove-extra-permissions} for roles, {@code --remove-extra-subjects} for bindings.
         */
        REMOVE_EXTRA
    }

    /** What has to be done. */
    public enum Operation {
        /** Nothing. */
        NONE,
        /** The object is not there and has to be created, and its namespace before it if that is missing too. */
        CREATE,
        /** The object has to be updated. */
        UPDATE,
        /** The binding has to be deleted and created, as its role reference cannot change. */
        RECREATE
    }

    /** What is missing, and what is there beyond what is expected. */
    private record Differences(
            List<Subject> missingSubjects,
            List<Subject> extraSubjects,
            List<PolicyRule> missingRules,
            List<PolicyRule> extraRules,
            List<LabelSelector> missingSelectors,
            List<LabelSelector> extraSelectors) {

        static Differences ofSubjects(List<Subject> missing, List<Subject> extra) {
            return new Differences(missing, extra, List.of(), List.of(), List.of(), List.of());
        }
    }

    private Reconciliation(
            Operation operation, Mode mode, RbacObject existing, RbacObject object, Differences differences) {
        this.operation = operation;
        this.mode = mode;
        this.existing = existing;
        this.object = object;
        this.differences = differences;
        this.isProtected = operation != Operation.CREATE
                && "false".equals(existing.metadata().annotations().get(BootstrapPolicy.AUTOUPDATE_ANNOTATION));
    }

    /**
     * {@return what has to be done about an object that is not there: {@link Operation#CREATE}, as everything in it is
     * missing}
     *
     * @param expected the expected object
     */
    public static Reconciliation create(RbacObject expected) {
        Differences all = expected instanceof Binding binding
                ? Differences.ofSubjects(binding.subjects(), List.of())
                : new Differences(
                        List.of(),
                        List.of(),
                        ((RuleOwner) expected).rules(),
                        List.of(),
                        selectors(expected),
                        List.of());
        return new Reconciliation(Operation.CREATE, Mode.UNION, expected, expected, all);
    }

    /**
     * {@return what has to be done to reconcile two states of one object}
     *
     * @param existing the stored object
     * @param expected the expected object
     * @param mode     what to do with what is not expected
     * @throws IllegalArgumentException when the two differ in kind, namespace or name, or the API server would refuse the
     *     reconciled object, as its annotations are too long
     */
    public static Reconciliation of(RbacObject existing, RbacObject expected, Mode mode) {
        if (!key(existing).equals(key(expected))) {
            throw new IllegalArgumentException(existing + " and " + expected + " are different objects");
        }
        return existing instanceof Binding binding
                ? binding(binding, (Binding) expected, mode)
                : role((RuleOwner) existing, (RuleOwner) expected, mode);
    }

    /**
     * {@return what has to be done for each of many expected objects, in order, one after the other}
     *
     * @param stored   the objects that are there
     * @param expected the expected objects; an object may occur again, and is then compared with what is stored by then
     * @param mode     what to do with what is not expected
     * @throws IllegalArgumentException as {@link #of}
     */
    public static List<Reconciliation> plan(
            Collection<? extends RbacObject> stored, List<? extends RbacObject> expected, Mode mode) {
        Map<List<String>, RbacObject> objects = new HashMap<>();
        stored.forEach(object -> objects.put(key(object), object));
        List<Reconciliation> plan = new ArrayList<>();
        for (RbacObject object : expected) {
            RbacObject existing = objects.get(key(object));
            Reconciliation step = existing == null ? create(object) : of(existing, object, mode);
            objects.put(key(object), step.stored());
            plan.add(step);
        }
        return plan;
    }

    /** Where an object is in a cluster. */
    private static List<String> key(RbacObject object) {
        return List.of(object.kind(), object.namespace(), object.name());
    }

    private static Reconciliation binding(Binding existing, Binding expected, Mode mode) {
        if (!existing.roleRef().equals(expected.roleRef())) {
            return new Reconciliation(
                    Operation.RECREATE, mode, existing, expected, Differences.ofSubjects(List.of(), List.of()));
        }
        List<Subject> missing = beyond(expected.subjects(), existing.subjects()).stream()
                .distinct()
                .toList();
        List<Subject> extra = beyond(existing.subjects(), expected.subjects()).stream()
                .distinct()
                .toList();
        Binding merged = existing.withSubjects(merged(existing.subjects(), missing, extra, expected.subjects(), mode));
        return updated(existing, expected, merged, mode, Differences.ofSubjects(missing, extra));
    }

    private static Reconciliation role(RuleOwner existing, RuleOwner expected, Mode mode) {
        boolean isAggregated = !selectors(expected).isEmpty();
        List<PolicyRule> missing = PolicyRule.uncovered(existing.rules(), expected.rules());
        List<PolicyRule> extra = isAggregated && !selectors(existing).isEmpty()
                ? List.of()
                : PolicyRule.uncovered(expected.rules(), existing.rules());
        List<LabelSelector> missingSelectors = beyond(selectors(expected), selectors(existing));
        List<LabelSelector> extraSelectors = beyond(selectors(existing), selectors(expected));
        RuleOwner merged = existing.withRules(merged(existing.rules(), missing, extra, expected.rules(), mode));
        if (merged instanceof ClusterRole role) {
            List<LabelSelector> selectors = isAggregated
                    ? merged(selectors(existing), missingSelectors, extraSelectors, selectors(expected), mode)
                    : List.of();
            merged = selectors.isEmpty()
                    ? role.withoutAggregationRule()
                    : role.withAggregationRule(new AggregationRule(selectors));
        }
        return updated(
                existing,
                expected,
                merged,
                mode,
                new Differences(List.of(), List.of(), missing, extra, missingSelectors, extraSelectors));
    }

    /** The list to be stored. */
    private static <T> List<T> merged(List<T> existing, List<T> missing, List<T> extra, List<T> expected, Mode mode) {
        if (mode == Mode.REMOVE_EXTRA) {
            return missing.isEmpty() && extra.isEmpty() ? existing : expected;
        }
        List<T> union = new ArrayList<>(existing);
        union.addAll(missing);
        return union;
    }

    private static Reconciliation updated(
            RbacObject existing, RbacObject expected, RbacObject merged, Mode mode, Differences differences) {
        ObjectMeta metadata = existing.metadata().toBuilder()
                .labels(union(existing, expected, ObjectMeta::labels))
                .annotations(union(existing, expected, ObjectMeta::annotations))
                .build();
        RbacObject object = merged.withMetadata(metadata);
        Operation operation = object.equals(existing) ? Operation.NONE : Operation.UPDATE;
        return new Reconciliation(operation, mode, existing, object, differences);
    }

    private static Map<String, String> union(
            RbacObject existing, RbacObject expected, Function<ObjectMeta, Map<String, String>> field) {
        Map<String, String> union = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        union.putAll(field.apply(expected.metadata()));
        union.putAll(field.apply(existing.metadata()));
        return union;
    }

    private static <T> List<T> beyond(List<T> items, List<T> others) {
        return items.stream().filter(item -> !others.contains(item)).toList();
    }

    private static List<LabelSelector> selectors(RbacObject object) {
        return object instanceof ClusterRole role
                ? role.aggregationRule()
                        .map(AggregationRule::clusterRoleSelectors)
                        .orElse(List.of())
                : List.of();
    }

    /** {@return what has to be done; for a protected object, what would have to be done} */
    public Operation operation() {
        return operation;
    }

    /**
     * {@return whether the stored object has opted out of reconciliation: its autoupdate annotation is {@code "false"}}
     */
    public boolean isProtected() {
        return isProtected;
    }

    /** {@return the reconciled object, whether or not it is written} */
    public RbacObject object() {
        return object;
    }

    /** {@return what is stored after the operation: the reconciled object, or the existing one when it is protected} */
    public RbacObject stored() {
        return isProtected ? existing : object;
    }

    /**
     * {@return the expected subjects that are not stored, each once, unmodifiable; none for a binding that is
     * recreated}
     */
    public List<Subject> missingSubjects() {
        return differences.missingSubjects();
    }

    /**
     * {@return the stored subjects that are not expected, each once, unmodifiable; none for a binding that is
     * recreated}
     */
    public List<Subject> extraSubjects() {
        return differences.extraSubjects();
    }

    /**
     * {@return the expected rules that the stored ones do not cover, for one verb on one thing each, unmodifiable; the
     * rules as they are when the role is created}
     */
    public List<PolicyRule> missingRules() {
        return differences.missingRules();
    }

    /**
     * {@return the stored rules that the expected ones do not cover, for one verb on one thing each, unmodifiable; none
     * when both roles are aggregated}
     */
    public List<PolicyRule> extraRules() {
        return differences.extraRules();
    }

    /** {@return the expected selectors of the aggregation rule that are not stored, unmodifiable} */
    public List<LabelSelector> missingSelectors() {
        return differences.missingSelectors();
    }

    /** {@return the stored selectors of the aggregation rule that are not expected, unmodifiable} */
    public List<LabelSelector> extraSelectors() {
        return differences.extraSelectors();
    }

    /**
     * {@return what {@code kubectl auth reconcile} says about it on its standard error: indented lines; empty when
     * nothing has to be done}
     */
    public String report() {
        if (operation == Operation.NONE) {
            return "";
        }
        StringBuilder text = new StringBuilder("\treconciliation required ")
                .append(operation.name().toLowerCase(Locale.ROOT))
                .append(
                        isProtected
                                ? ", but object opted out (" + BootstrapPolicy.AUTOUPDATE_ANNOTATION + ": false)"
                                : "")
                .append('\n');
        items(text, "missing subjects added", missingSubjects(), Reconciliation::describe);
        items(text, "missing rules added", missingRules(), Reconciliation::describe);
        if (mode == Mode.REMOVE_EXTRA) {
            items(text, "extra subjects removed", extraSubjects(), Reconciliation::describe);
            items(text, "extra rules removed", extraRules(), Reconciliation::describe);
        }
        return text.toString();
    }

    private static <T> void items(StringBuilder text, String title, List<T> items, Function<T, String> describe) {
        if (!items.isEmpty()) {
            text.append('\t').append(title).append(":\n");
            items.forEach(
                    item -> text.append("\t\t").append(describe.apply(item)).append('\n'));
        }
    }

    private static String describe(Subject subject) {
        return "{Kind:" + subject.kind() + " APIGroup:" + subject.apiGroup() + " Name:" + subject.name() + " Namespace:"
                + subject.namespace() + "}";
    }

    private static String describe(PolicyRule rule) {
        return "{Verbs:" + list(rule.verbs()) + " APIGroups:" + list(rule.apiGroups()) + " Resources:"
                + list(rule.resources()) + " ResourceNames:" + list(rule.resourceNames()) + " NonResourceURLs:"
                + list(rule.nonResourceUrls()) + "}";
    }

    private static String list(List<String> values) {
        return "[" + String.join(" ", values) + "]";
    }

    /** The operation and the object. */
    @Override
    public String toString() {
        return operation + " " + object;
    }
}
