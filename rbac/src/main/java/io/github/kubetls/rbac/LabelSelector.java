package io.github.kubetls.rbac;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.manifest.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A condition on labels: all of {@code matchLabels} and all of {@code matchExpressions}. Without either it selects
 * everything.
 *
 * <pre>{@code
 * LabelSelector.matchLabels(Map.of("rbac.authorization.k8s.io/aggregate-to-view", "true"));
 * LabelSelector.matchExpressions(LabelSelector.Requirement.exists("tier"));
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/">LabelSelector</a>
 */
public final class LabelSelector {

    private final Map<String, String> matchLabels;
    private final List<Requirement> matchExpressions;

    private LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
        Map<String, String> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(matchLabels);
        this.matchLabels = Collections.unmodifiableMap(sorted);
        this.matchExpressions = List.copyOf(matchExpressions);
    }

    /**
     * {@return a selector by labels and by expressions}
     *
     * @param matchLabels      values by key
     * @param matchExpressions further conditions
     * @throws IllegalArgumentException when a key or value cannot be that of a label
     */
    public static LabelSelector of(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
        LabelSelector selector = new LabelSelector(matchLabels, matchExpressions);
        List<FieldError> errors = new ArrayList<>();
        Violations.labels("matchLabels", selector.matchLabels, KubernetesRelease.latest(), errors);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.get(0).toString());
        }
        return selector;
    }

    /**
     * {@return a selector by labels}
     *
     * @param labels values by key
     * @throws IllegalArgumentException when a key or value cannot be that of a label
     */
    public static LabelSelector matchLabels(Map<String, String> labels) {
        return of(labels, List.of());
    }

    /**
     * {@return a selector by expressions}
     *
     * @param requirements conditions, all of which must hold
     */
    public static LabelSelector matchExpressions(Requirement... requirements) {
        return matchExpressions(List.of(requirements));
    }

    /**
     * {@return a selector by expressions}
     *
     * @param requirements conditions, all of which must hold
     */
    public static LabelSelector matchExpressions(List<Requirement> requirements) {
        return of(Map.of(), requirements);
    }

    /** {@return the labels, values by key, sorted by key, unmodifiable} */
    public Map<String, String> matchLabels() {
        return matchLabels;
    }

    /** {@return the expressions in order, unmodifiable} */
    public List<Requirement> matchExpressions() {
        return matchExpressions;
    }

    /**
     * {@return whether labels are selected: all conditions hold}
     *
     * @param labels values by key
     */
    public boolean matches(Map<String, String> labels) {
        return labels.entrySet().containsAll(matchLabels.entrySet())
                && matchExpressions.stream().allMatch(requirement -> requirement.matches(labels));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (!matchLabels.isEmpty()) {
            map.put("matchLabels", matchLabels);
        }
        if (!matchExpressions.isEmpty()) {
            map.put(
                    "matchExpressions",
                    matchExpressions.stream().map(Requirement::toMap).toList());
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSelector that
                && matchLabels.equals(that.matchLabels)
                && matchExpressions.equals(that.matchExpressions);
    }

    @Override
    public int hashCode() {
        return 31 * matchLabels.hashCode() + matchExpressions.hashCode();
    }

    /** The labels and the expressions. */
    @Override
    public String toString() {
        return toMap().toString();
    }

    /**
     * A condition on one label.
     *
     * @param key      the label's key
     * @param operator what must hold for it
     * @param values   the values; none for {@link Operator#EXISTS} and {@link Operator#DOES_NOT_EXIST}
     */
    public record Requirement(String key, Operator operator, List<String> values) {

        /**
         * Checks the parts.
         *
         * @param key      the label's key
         * @param operator what must hold for it
         * @param values   the values
         * @throws IllegalArgumentException when the key or a value cannot be that of a label, or there are no values where
         *     the operator needs them, or values where it takes none
         */
        public Requirement {
            values = List.copyOf(values);
            List<FieldError> errors = new ArrayList<>();
            Violations.requirement("matchExpressions", operator.text, key, values, KubernetesRelease.latest(), errors);
            for (String value : values) {
                NameRules.labelValue(value).forEach(rule -> errors.add(FieldError.invalid("values", value, rule)));
            }
            if (!errors.isEmpty()) {
                throw new IllegalArgumentException(errors.get(0).toString());
            }
        }

        /**
         * {@return the condition that the label has one of these values}
         *
         * @param key    the label's key
         * @param values the values, at least one
         */
        public static Requirement in(String key, String... values) {
            return in(key, List.of(values));
        }

        /**
         * {@return the condition that the label has one of these values}
         *
         * @param key    the label's key
         * @param values the values, at least one
         */
        public static Requirement in(String key, List<String> values) {
            return new Requirement(key, Operator.IN, values);
        }

        /**
         * {@return the condition that the label has none of these values, or is absent}
         *
         * @param key    the label's key
         * @param values the values, at least one
         */
        public static Requirement notIn(String key, String... values) {
            return notIn(key, List.of(values));
        }

        /**
         * {@return the condition that the label has none of these values, or is absent}
         *
         * @param key    the label's key
         * @param values the values, at least one
         */
        public static Requirement notIn(String key, List<String> values) {
            return new Requirement(key, Operator.NOT_IN, values);
        }

        /**
         * {@return the condition that the label is there}
         *
         * @param key the label's key
         */
        public static Requirement exists(String key) {
            return new Requirement(key, Operator.EXISTS, List.of());
        }

        /**
         * {@return the condition that the label is absent}
         *
         * @param key the label's key
         */
        public static Requirement doesNotExist(String key) {
            return new Requirement(key, Operator.DOES_NOT_EXIST, List.of());
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }

        Map<String, @Nullable Object> toMap() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("key", key);
            map.put("operator", operator.text);
            if (!values.isEmpty()) {
                map.put("values", values);
            }
            return map;
        }
    }

    /** What must hold for a label. */
    public enum Operator {
        /** It has one of the values. */
        IN("In"),
        /** It has none of the values, or is absent. */
        NOT_IN("NotIn"),
        /** It is there. */
        EXISTS("Exists"),
        /** It is absent. */
        DOES_NOT_EXIST("DoesNotExist");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        static Operator of(String text) {
            for (Operator operator : values()) {
                if (operator.text.equals(text)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("not a valid selector operator");
        }

        /** Kubernetes' word for it. */
        @Override
        public String toString() {
            return text;
        }
    }
}
