package io.github.kubetls.rbac.kubectl;

import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The resources of {@code kubectl create role|clusterrole}, written {@code resource[.group][/subresource]}. */
final class CreateResources {

    /** The verbs that are taken without a warning. */
    static final Set<String> VERBS = Set.of(
            "*",
            "get",
            "delete",
            "list",
            "create",
            "update",
            "patch",
            "watch",
            "proxy",
            "deletecollection",
            "use",
            "bind",
            "escalate",
            "impersonate");

    private static final String RBAC = RbacObject.API_GROUP;
    private static final List<ApiResources.Resource> ROLES =
            List.of(new ApiResources.Resource(RBAC, "roles"), new ApiResources.Resource(RBAC, "clusterroles"));

    /** Verbs that are for some resources only, which need not be known to a server. */
    private static final Map<String, List<ApiResources.Resource>> SPECIAL_VERBS = Map.of(
            "use",
            List.of(
                    new ApiResources.Resource("policy", "podsecuritypolicies"),
                    new ApiResources.Resource("extensions", "podsecuritypolicies")),
            "bind",
            ROLES,
            "escalate",
            ROLES,
            "impersonate",
            List.of(
                    new ApiResources.Resource("", "users"),
                    new ApiResources.Resource("", "serviceaccounts"),
                    new ApiResources.Resource("", "groups"),
                    new ApiResources.Resource("authentication.k8s.io", "userextras")));

    private CreateResources() {}

    /** A resource as it is asked for. */
    record Request(String name, String group, String subresource) {

        Optional<ApiResources.Resource> known() {
            return ApiResources.find(group, name);
        }

        ApiResources.Resource resolved() {
            return known().orElse(new ApiResources.Resource(group, name));
        }
    }

    /** A bare {@code *} swallows all others. */
    static List<Request> parse(List<String> texts) {
        List<Request> requests = new ArrayList<>();
        for (String text : texts) {
            String[] sections = text.split("/", 2);
            String[] parts = sections[0].split("\\.", 2);
            Request request =
                    new Request(parts[0], parts.length == 2 ? parts[1] : "", sections.length == 2 ? sections[1] : "");
            if (text.equals(PolicyRule.ALL)) {
                return List.of(request);
            }
            requests.add(request);
        }
        return requests;
    }

    /** As kubectl does it, what follows a {@code *} is not looked at. */
    static void check(List<String> verbs, List<Request> requests) {
        for (Request request : requests) {
            if (request.name().isEmpty()) {
                throw CreateCommand.error("resource must be specified if apiGroup/subresource specified");
            }
            if (request.name().equals(PolicyRule.ALL)) {
                return;
            }
            boolean special = checkSpecialVerbs(verbs, request.resolved());
            // The groups that are added to a cluster have a dot in their names.
            boolean added = request.group().contains(".") && !ApiResources.isBuiltIn(request.group());
            boolean unknown = request.known().isEmpty() && !added;
            if (!special && unknown) {
                throw CreateCommand.error("the server doesn't have a resource type " + GoText.quote(request.name())
                        + (request.group().isEmpty() ? "" : " in group " + GoText.quote(request.group())));
            }
        }
    }

    /** Whether one of the verbs is a special one, which then has to be for this resource. */
    private static boolean checkSpecialVerbs(List<String> verbs, ApiResources.Resource resource) {
        boolean special = false;
        for (String verb : verbs) {
            List<ApiResources.Resource> resources = SPECIAL_VERBS.get(verb);
            if (resources != null && !resources.contains(resource)) {
                throw CreateCommand.error("can not perform '" + verb + "' on '" + resource.name() + "' in group '"
                        + resource.group() + "'");
            }
            special |= resources != null;
        }
        return special;
    }

    /** A rule for each API group, sorted by group, each with all verbs and names. */
    static List<PolicyRule> rules(List<String> verbs, List<Request> requests, List<String> names) {
        Map<String, List<String>> byGroup = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        for (Request request : requests) {
            ApiResources.Resource resource = request.resolved();
            String name = resource.name() + (request.subresource().isEmpty() ? "" : "/" + request.subresource());
            List<String> group = byGroup.computeIfAbsent(resource.group(), none -> new ArrayList<>());
            if (!group.contains(name)) {
                group.add(name);
            }
        }
        List<PolicyRule> rules = new ArrayList<>();
        byGroup.forEach((group, resources) -> rules.add(PolicyRule.builder()
                .verbs(verbs)
                .apiGroups(List.of(group))
                .resources(resources)
                .resourceNames(names)
                .build()));
        return rules;
    }
}
