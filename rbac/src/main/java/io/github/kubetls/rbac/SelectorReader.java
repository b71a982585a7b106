package io.github.kubetls.rbac;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.text.NameRules;
import io.github.kubetls.internal.yaml.YamlNode;
import io.github.kubetls.manifest.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Reads and checks the selectors of an aggregation rule. */
final class SelectorReader {

    private static final String FIELD = "aggregationRule.clusterRoleSelectors";

    private SelectorReader() {}

    static void validate(YamlNode aggregationRule, KubernetesRelease release, List<FieldError> errors) {
        if (aggregationRule.isNull()) {
            return;
        }
        List<YamlNode> selectors = aggregationRule.get("clusterRoleSelectors").items();
        if (selectors.isEmpty()) {
            errors.add(Violations.noSelector());
        }
        for (int i = 0; i < selectors.size(); i++) {
            selector(FIELD + "[" + i + "]", selectors.get(i), release, errors);
        }
    }

    private static void selector(String field, YamlNode selector, KubernetesRelease release, List<FieldError> errors) {
        int before = errors.size();
        Violations.labels(field + ".matchLabels", selector.get("matchLabels").stringMap(), release, errors);
        boolean badValue = false;
        List<YamlNode> expressions = selector.get("matchExpressions").items();
        for (int i = 0; i < expressions.size(); i++) {
            YamlNode expression = expressions.get(i);
            List<String> values = expression.get("values").strings();
            Violations.requirement(
                    field + ".matchExpressions[" + i + "]",
                    expression.get("operator").string(),
                    expression.get("key").string(),
                    values,
                    release,
                    errors);
            badValue |= values.stream()
                    .anyMatch(value -> !NameRules.labelValue(value).isEmpty());
        }
        if (badValue || errors.size() > before) {
            errors.add(FieldError.invalid(field, "null", "invalid label selector."));
        }
    }

    static AggregationRule read(YamlNode aggregationRule) {
        List<LabelSelector> selectors = new ArrayList<>();
        for (YamlNode selector : aggregationRule.get("clusterRoleSelectors").items()) {
            List<LabelSelector.Requirement> requirements = new ArrayList<>();
            for (YamlNode expression : selector.get("matchExpressions").items()) {
                requirements.add(new LabelSelector.Requirement(
                        expression.get("key").string(),
                        LabelSelector.Operator.of(expression.get("operator").string()),
                        expression.get("values").strings()));
            }
            selectors.add(LabelSelector.of(selector.get("matchLabels").stringMap(), requirements));
        }
        return new AggregationRule(selectors);
    }
}
