package io.github.kubetls.rbac;

import io.github.kubetls.access.Attributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decides whether a rule allows a request. All comparisons are exact and case-sensitive. */
final class RuleMatcher {

    private RuleMatcher() {}

    static boolean allows(PolicyRule rule, Attributes attributes) {
        if (attributes instanceof Attributes.Resource request) {
            return hasOrAll(rule.verbs(), request.verb())
                    && hasOrAll(rule.apiGroups(), request.apiGroup())
                    && resource(rule, request)
                    && name(rule, request);
        }
        Attributes.NonResource request = (Attributes.NonResource) attributes;
        return hasOrAll(rule.verbs(), request.verb()) && url(rule, request.path());
    }

    static Set<PolicyRule.Part> mismatches(PolicyRule rule, Attributes attributes) {
        Set<PolicyRule.Part> mismatches = EnumSet.noneOf(PolicyRule.Part.class);
        if (!hasOrAll(rule.verbs(), attributes.verb())) {
            mismatches.add(PolicyRule.Part.VERB);
        }
        if (attributes instanceof Attributes.NonResource request) {
            if (!url(rule, request.path())) {
                mismatches.add(PolicyRule.Part.URL);
            }
            return mismatches;
        }
        Attributes.Resource request = (Attributes.Resource) attributes;
        if (!hasOrAll(rule.apiGroups(), request.apiGroup())) {
            mismatches.add(PolicyRule.Part.API_GROUP);
        }
        if (!resource(rule, request)) {
            mismatches.add(PolicyRule.Part.RESOURCE);
        }
        if (!name(rule, request)) {
            mismatches.add(PolicyRule.Part.RESOURCE_NAME);
        }
        return mismatches;
    }

    private static boolean hasOrAll(List<String> values, String value) {
        return values.contains(PolicyRule.ALL) || values.contains(value);
    }

    private static boolean resource(PolicyRule rule, Attributes.Resource request) {
        if (request.subresource().isEmpty()) {
            return hasOrAll(rule.resources(), request.resource());
        }
        for (String resource : rule.resources()) {
            if (resource.equals(PolicyRule.ALL)
                    || isJoined(resource, request.resource(), request.subresource())
                    || isJoined(resource, PolicyRule.ALL, request.subresource())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text is a resource, a slash and a subresource. */
    private static boolean isJoined(String text, String resource, String subresource) {
        int slash = resource.length();
        return text.length() == slash + 1 + subresource.length()
                && text.charAt(slash) == '/'
                && text.startsWith(resource)
                && text.endsWith(subresource);
    }

    private static boolean name(PolicyRule rule, Attributes.Resource request) {
        return rule.resourceNames().isEmpty() || rule.resourceNames().contains(request.name());
    }

    private static boolean url(PolicyRule rule, String path) {
        for (String url : rule.nonResourceUrls()) {
            if (url.equals(PolicyRule.ALL) || url.equals(path) || isPrefix(url, path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a URL ends in {@code *} and the path, or pattern, starts with what stands before all of them. */
    static boolean isPrefix(String url, String path) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '*') {
            end--;
        }
        return end < url.length() && path.startsWith(url.substring(0, end));
    }
}
