package io.github.kubetls.rbac;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.internal.text.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What is legal but unwise in the rules of a role. */
final class RuleFindings {

    /** Verbs whose requests carry no name. */
    private static final Set<String> NAMELESS = Set.of("create", "deletecollection");

    /** Verbs whose requests carry a name in a field selector only. */
    private static final Set<String> LISTING = Set.of("list", "watch");

    private static final Set<String> SIGNER_VERBS = Set.of("approve", "sign", "attest", PolicyRule.ALL);

    private final List<Finding> findings = new ArrayList<>();
    private final RuleOwner role;

    private RuleFindings(RuleOwner role) {
        this.role = role;
    }

    static List<Finding> of(RuleOwner role) {
        RuleFindings all = new RuleFindings(role);
        for (int i = 0; i < role.rules().size(); i++) {
            all.rule(role.rules().get(i), Location.of("rules[" + i + "]"));
        }
        return all.findings;
    }

    private void rule(PolicyRule rule, Location at) {
        // What is in the default policy is there for a reason, and kept by the API server.
        boolean isDefault = "rbac-defaults".equals(role.metadata().labels().get(BootstrapPolicy.BOOTSTRAPPING_LABEL));
        if (!isDefault) {
            wildcards(rule, at);
            signers(rule, at);
            names(rule, at);
        }
        resources(rule, at);
        urls(rule, at);
    }

    private void warn(String code, Location at, String message, String fix) {
        findings.add(Finding.warning(code, at, message, fix));
    }

    private void wildcards(PolicyRule rule, Location at) {
        if (rule.verbs().contains(PolicyRule.ALL)
                || rule.resources().contains(PolicyRule.ALL)
                || rule.nonResourceUrls().contains(PolicyRule.ALL)) {
            warn(
                    "WILDCARD_EXCESSIVE",
                    at,
                    "* allows everything, also what later releases add",
                    "name the verbs, resources or URLs that are needed");
        }
        boolean coreOnly = rule.apiGroups().equals(List.of(""))
                && any(rule.resources(), resource -> resource.equals(PolicyRule.ALL) || resource.startsWith("*/"));
        if (coreOnly) {
            warn(
                    "API_GROUPS_INCOMPLETE",
                    at,
                    "* stands for the resources of the core API group only",
                    "name the API groups that are meant, or * for all");
        }
    }

    private void signers(PolicyRule rule, Location at) {
        boolean concerned = any(rule.resources(), Set.of("signers", PolicyRule.ALL)::contains)
                && any(rule.apiGroups(), Set.of(DefaultRoles.CERTIFICATES, PolicyRule.ALL)::contains)
                && any(rule.verbs(), SIGNER_VERBS::contains);
        if (concerned && rule.resourceNames().isEmpty()) {
            warn(
                    "SIGNERS_EXCESSIVE",
                    at,
                    "approves or signs for every signer, so that its holder can become anybody",
                    "name the signer in resourceNames");
        }
        if (concerned && any(rule.resourceNames(), name -> name.endsWith("*"))) {
            warn(
                    "SIGNERS_EXCESSIVE",
                    at,
                    "<domain>/* is for every signer of the domain, and * alone for none",
                    "name the signer in resourceNames");
        }
    }

    private void names(PolicyRule rule, Location at) {
        if (rule.resourceNames().isEmpty()) {
            return;
        }
        String fix = "put these verbs into a rule without resourceNames";
        if (any(rule.verbs(), NAMELESS::contains)) {
            warn(
                    "RESOURCE_NAMES_UNSUPPORTED",
                    at,
                    "requests to create or to delete a collection carry no name, so that this rule does not allow them",
                    fix);
        } else if (any(rule.verbs(), LISTING::contains)) {
            findings.add(Finding.info(
                    "RESOURCE_NAMES_UNSUPPORTED",
                    at,
                    "requests to list or watch carry a name only in a field selector, so that this rule allows few of them",
                    fix));
        }
    }

    private void resources(PolicyRule rule, Location at) {
        for (String resource : rule.resources()) {
            boolean literal = resource.endsWith("/*")
                    || resource.contains("*") && !resource.equals(PolicyRule.ALL) && !resource.startsWith("*/");
            if (literal) {
                warn(
                        "WILDCARD_UNSUPPORTED",
                        at,
                        "only * and */subresource stand for more than themselves; "
                                + GoText.quote(resource)
                                + " matches nothing",
                        "name the resources, with the API group in apiGroups");
            }
            if (resource.startsWith("/") || resource.isEmpty()) {
                warn(
                        "RESOURCE_MISSING",
                        at,
                        GoText.quote(resource) + " has no resource before its subresource",
                        "write resource/subresource");
            }
        }
        if (any(rule.apiGroups(), group -> group.contains("/") || group.contains("*") && group.length() > 1)) {
            warn(
                    "API_GROUP_INVALID",
                    at,
                    "an API group is written without version, and only * alone stands for all",
                    "write apps, not apps/v1");
        }
    }

    private void urls(PolicyRule rule, Location at) {
        for (String url : rule.nonResourceUrls()) {
            int star = url.indexOf('*');
            if (star >= 0 && star < url.length() - 1) {
                warn(
                        "WILDCARD_UNSUPPORTED",
                        at,
                        "* stands for any rest only at the end of a URL",
                        "end the URL with *");
            }
            if (!url.startsWith("/") && !url.equals(PolicyRule.ALL)) {
                warn("URL_INVALID", at, "a URL that does not start with / matches nothing", "begin it with /");
            }
        }
    }

    private static boolean any(List<String> values, Predicate<String> predicate) {
        return values.stream().anyMatch(predicate);
    }
}
