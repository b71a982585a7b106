package io.github.kubetls.rbac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Compares what rules allow, one verb on one resource or URL at a time. */
final class RuleCoverage {

    private RuleCoverage() {}

    /** The parts of a rule that allow one thing each: by group, resource, verb and name, then by URL and verb. */
    static List<PolicyRule> atoms(PolicyRule rule) {
        List<PolicyRule> atoms = new ArrayList<>();
        for (String group : rule.apiGroups()) {
            for (String resource : rule.resources()) {
                for (String verb : rule.verbs()) {
                    named(rule, atom(verb).apiGroups(List.of(group)).resources(List.of(resource)), atoms::add);
                }
            }
        }
        for (String url : rule.nonResourceUrls()) {
            for (String verb : rule.verbs()) {
                atoms.add(atom(verb).nonResourceUrls(List.of(url)).build());
            }
        }
        return atoms;
    }

    private static PolicyRule.Builder atom(String verb) {
        return PolicyRule.builder().verbs(List.of(verb));
    }

    private static void named(PolicyRule rule, PolicyRule.Builder atom, Consumer<PolicyRule> atoms) {
        if (rule.resourceNames().isEmpty()) {
            atoms.accept(atom.build());
        }
        for (String name : rule.resourceNames()) {
            atoms.accept(atom.resourceNames(List.of(name)).build());
        }
    }

    static List<PolicyRule> uncovered(List<PolicyRule> owner, List<PolicyRule> servant) {
        List<PolicyRule> uncovered = new ArrayList<>();
        for (PolicyRule rule : servant) {
            for (PolicyRule atom : atoms(rule)) {
                if (owner.stream().noneMatch(by -> covers(by, atom))) {
                    uncovered.add(atom);
                }
            }
        }
        return uncovered;
    }

    private static boolean covers(PolicyRule owner, PolicyRule atom) {
        return hasAll(owner.verbs(), atom.verbs())
                && hasAll(owner.apiGroups(), atom.apiGroups())
                && atom.resources().stream().allMatch(resource -> coversResource(owner, resource))
                && coversNames(owner, atom)
                && atom.nonResourceUrls().stream().allMatch(url -> coversUrl(owner, url));
    }

    private static boolean hasAll(List<String> owned, List<String> values) {
        return owned.contains(PolicyRule.ALL) || owned.containsAll(values);
    }

    private static boolean coversResource(PolicyRule owner, String resource) {
        int slash = resource.indexOf('/');
        return owner.resources().contains(PolicyRule.ALL)
                || owner.resources().contains(resource)
                || slash >= 0 && owner.resources().contains("*" + resource.substring(slash));
    }

    private static boolean coversNames(PolicyRule owner, PolicyRule atom) {
        return owner.resourceNames().isEmpty()
                || !atom.resourceNames().isEmpty() && owner.resourceNames().containsAll(atom.resourceNames());
    }

    private static boolean coversUrl(PolicyRule owner, String url) {
        return owner.nonResourceUrls().stream().anyMatch(by -> by.equals(url) || RuleMatcher.isPrefix(by, url));
    }

    /** What two rules must have in common to be one. */
    private record Simple(String group, String resource, List<String> names) {}

    /** Joins rules that differ by verb only; those that are for more than one thing come first and stay as they are. */
    static List<PolicyRule> compact(List<PolicyRule> rules) {
        List<PolicyRule> compact = new ArrayList<>();
        Map<Simple, List<String>> verbs = new LinkedHashMap<>();
        for (PolicyRule rule : rules) {
            boolean simple = rule.apiGroups().size() == 1
                    && rule.resources().size() == 1
                    && rule.resourceNames().size() <= 1
                    && rule.nonResourceUrls().isEmpty();
            if (simple) {
                Simple key =
                        new Simple(rule.apiGroups().get(0), rule.resources().get(0), rule.resourceNames());
                verbs.computeIfAbsent(key, none -> new ArrayList<>()).addAll(rule.verbs());
            } else {
                compact.add(rule);
            }
        }
        verbs.forEach((key, all) -> compact.add(PolicyRule.builder()
                .verbs(all)
                .apiGroups(List.of(key.group()))
                .resources(List.of(key.resource()))
                .resourceNames(key.names())
                .build()));
        return compact;
    }
}
