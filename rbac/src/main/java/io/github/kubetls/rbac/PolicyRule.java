package io.github.kubetls.rbac;

import io.github.kubetls.access.Attributes;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.Unicode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a role allows: verbs on resources of API groups, or verbs on URLs that are not resources.
 *
 * <p>The values of a list are alternatives, and every list must fit. {@code *} stands for all verbs, groups, resources or
 * URLs; {@code pods/log} and {@code *}{@code /log} name a subresource; a URL may end in {@code *}. The core API group is
 * the empty text. A rule without resource names is for all names.
 *
 * <pre>{@code
 * PolicyRule.verbs("create").apiGroups("certificates.k8s.io").resources("certificatesigningrequests/nodeclient");
 * PolicyRule.verbs("get").apiGroups("").resources("configmaps").withResourceNames("cluster-info");
 * PolicyRule.verbs("get").nonResourceUrls("/healthz", "/livez/*");
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/">ClusterRole</a>
 */
public final class PolicyRule {

    /** Stands for every verb, API group, resource or URL. */
    public static final String ALL = "*";

    private final List<String> verbs;
    private final List<String> apiGroups;
    private final List<String> resources;
    private final List<String> resourceNames;
    private final List<String> nonResourceUrls;

    private PolicyRule(Builder builder) {
        this.verbs = builder.verbs;
        this.apiGroups = builder.apiGroups;
        this.resources = builder.resources;
        this.resourceNames = builder.resourceNames;
        this.nonResourceUrls = builder.nonResourceUrls;
    }

    /**
     * {@return the first step of a rule, with its verbs; API groups and resources, or URLs, follow}
     *
     * @param verbs the verbs, at least one
     * @throws IllegalArgumentException when there is no verb
     */
    public static Verbs verbs(String... verbs) {
        return new Verbs(required(verbs, "verbs must contain at least one value"));
    }

    /**
     * {@return a builder of a rule of any shape, also of one that no role may hold, such as resources and URLs in one
     * rule} The role that is to hold the rule checks it.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder of a rule of any shape that begins as this one} */
    public Builder toBuilder() {
        return builder()
                .verbs(verbs)
                .apiGroups(apiGroups)
                .resources(resources)
                .resourceNames(resourceNames)
                .nonResourceUrls(nonResourceUrls);
    }

    private static List<String> required(String[] values, String rule) {
        if (values.length == 0) {
            throw new IllegalArgumentException(rule);
        }
        return List.of(values);
    }

    /** {@return the verbs, unmodifiable} */
    public List<String> verbs() {
        return verbs;
    }

    /** {@return the API groups, unmodifiable; none in a rule for URLs} */
    public List<String> apiGroups() {
        return apiGroups;
    }

    /** {@return the resources and subresources, unmodifiable; none in a rule for URLs} */
    public List<String> resources() {
        return resources;
    }

    /** {@return the names to which the rule is limited, unmodifiable; none when the rule is for all names} */
    public List<String> resourceNames() {
        return resourceNames;
    }

    /** {@return the URLs, unmodifiable; none in a rule for resources} */
    public List<String> nonResourceUrls() {
        return nonResourceUrls;
    }

    /**
     * {@return the same rule, for these names only} Kubernetes gives {@code *} no meaning here. Requests to create,
     * list, watch or delete a collection carry no name, so such a rule does not allow them.
     *
     * @param names the names; none for all names
     * @throws IllegalStateException when this is a rule for URLs
     */
    public PolicyRule withResourceNames(String... names) {
        if (!nonResourceUrls.isEmpty()) {
            throw new IllegalStateException("rules cannot apply to both regular resources and non-resource URLs");
        }
        return toBuilder().resourceNames(names).build();
    }

    /**
     * {@return the same rule with every list sorted and without repetitions, as Kubernetes writes its default roles}
     */
    public PolicyRule normalized() {
        return builder()
                .verbs(sorted(verbs))
                .apiGroups(sorted(apiGroups))
                .resources(sorted(resources))
                .resourceNames(sorted(resourceNames))
                .nonResourceUrls(sorted(nonResourceUrls))
                .build();
    }

    private static List<String> sorted(List<String> values) {
        TreeSet<String> set = new TreeSet<>(Unicode.CODE_POINT_ORDER);
        set.addAll(values);
        return List.copyOf(set);
    }

    /**
     * {@return whether the rule allows a request, wherever the role that holds it is bound: verb, API group, resource
     * and name, or verb and URL, all fit}
     *
     * @param attributes the request
     */
    public boolean allows(Attributes attributes) {
        return RuleMatcher.allows(this, attributes);
    }

    /**
     * {@return what in the rule does not fit a request; nothing when the rule allows it}
     *
     * @param attributes the request
     */
    public Set<Part> mismatches(Attributes attributes) {
        return RuleMatcher.mismatches(this, attributes);
    }

    /**
     * {@return rules for one verb on one resource (of one name) or URL each, which together are this one: by group,
     * resource, verb and name, then by URL and verb}
     */
    public List<PolicyRule> atoms() {
        return RuleCoverage.atoms(this);
    }

    /**
     * {@return what some rules allow that others do not, the check that keeps users from granting more than they have:
     * the {@linkplain #atoms() parts} of the servant rules that no owner rule covers, in order; none when all are
     * covered} Each part must be covered by one rule alone, and no enumeration covers {@code *}.
     *
     * @param owner   the rules that are held
     * @param servant the rules that are to be granted
     */
    public static List<PolicyRule> uncovered(List<PolicyRule> owner, List<PolicyRule> servant) {
        return List.copyOf(RuleCoverage.uncovered(owner, servant));
    }

    /**
     * {@return whether some rules allow all that others allow: {@link #uncovered} finds nothing}
     *
     * @param owner   the rules that are held
     * @param servant the rules that are to be granted
     */
    public static boolean covers(List<PolicyRule> owner, List<PolicyRule> servant) {
        return RuleCoverage.uncovered(owner, servant).isEmpty();
    }

    /**
     * {@return fewer rules that allow the same: rules for the same resource of the same group, and the same name if any,
     * become one with all of their verbs; other rules come first, unchanged}
     *
     * @param rules the rules
     */
    public static List<PolicyRule> compact(List<PolicyRule> rules) {
        return List.copyOf(RuleCoverage.compact(rules));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("verbs", verbs.isEmpty() ? null : verbs);
        put(map, "apiGroups", apiGroups);
        put(map, "resources", resources);
        put(map, "resourceNames", resourceNames);
        put(map, "nonResourceURLs", nonResourceUrls);
        return map;
    }

    private static void put(Map<String, @Nullable Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyRule that
                && verbs.equals(that.verbs)
                && apiGroups.equals(that.apiGroups)
                && resources.equals(that.resources)
                && resourceNames.equals(that.resourceNames)
                && nonResourceUrls.equals(that.nonResourceUrls);
    }

    @Override
    public int hashCode() {
        return Objects.hash(verbs, apiGroups, resources, resourceNames, nonResourceUrls);
    }

    /** As Kubernetes describes a rule in messages: {@code {APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        describe(text, "APIGroups", apiGroups);
        describe(text, "Resources", resources);
        describe(text, "NonResourceURLs", nonResourceUrls);
        describe(text, "ResourceNames", resourceNames);
        describe(text, "Verbs", verbs);
        return text.append('}').toString();
    }

    private static void describe(StringBuilder text, String name, List<String> values) {
        if (!values.isEmpty()) {
            text.append(text.length() > 1 ? ", " : "").append(name).append(':').append(GoText.quote(values));
        }
    }

    /** What a rule must fit in a request. */
    public enum Part {
        /** The verb. */
        VERB,
        /** The API group of the resource. */
        API_GROUP,
        /** The resource or subresource. */
        RESOURCE,
        /** The name of the object. */
        RESOURCE_NAME,
        /** The URL. */
        URL;

        /** In words, such as {@code api group}. */
        @Override
        public String toString() {
            return this == URL ? "URL" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** The verbs of a rule; what they are for is still to be said. */
    public static final class Verbs {
        private final List<String> verbs;

        private Verbs(List<String> verbs) {
            this.verbs = verbs;
        }

        /**
         * {@return the next step, with the API groups that the resources are in}
         *
         * @param groups the groups, at least one; the core group is the empty text
         * @throws IllegalArgumentException when there is no group
         */
        public ApiGroups apiGroups(String... groups) {
            return new ApiGroups(verbs, required(groups, "resource rules must supply at least one api group"));
        }

        /**
         * {@return a rule for URLs that are not resources; only a ClusterRole may hold it}
         *
         * @param urls the URLs, at least one; {@code *} at the end stands for any rest
         * @throws IllegalArgumentException when there is no URL
         */
        public PolicyRule nonResourceUrls(String... urls) {
            return builder()
                    .verbs(verbs)
                    .nonResourceUrls(required(urls, "a rule for URLs must supply at least one URL"))
                    .build();
        }
    }

    /** The verbs and API groups of a rule; the resources are still to be said. */
    public static final class ApiGroups {
        private final List<String> verbs;
        private final List<String> groups;

        private ApiGroups(List<String> verbs, List<String> groups) {
            this.verbs = verbs;
            this.groups = groups;
        }

        /**
         * {@return a rule for resources}
         *
         * @param resources resources in plural, with a subresource after a slash; at least one
         * @throws IllegalArgumentException when there is no resource
         */
        public PolicyRule resources(String... resources) {
            return builder()
                    .verbs(verbs)
                    .apiGroups(groups)
                    .resources(required(resources, "resource rules must supply at least one resource"))
                    .build();
        }
    }

    /** Collects the lists of a {@link PolicyRule} of any shape. */
    public static final class Builder {
        private List<String> verbs = List.of();
        private List<String> apiGroups = List.of();
        private List<String> resources = List.of();
        private List<String> resourceNames = List.of();
        private List<String> nonResourceUrls = List.of();

        private Builder() {}

        /**
         * {@return this builder, with these verbs}
         *
         * @param verbs the verbs
         */
        public Builder verbs(String... verbs) {
            return verbs(List.of(verbs));
        }

        /**
         * {@return this builder, with these verbs}
         *
         * @param verbs the verbs
         */
        public Builder verbs(List<String> verbs) {
            this.verbs = List.copyOf(verbs);
            return this;
        }

        /**
         * {@return this builder, with these API groups}
         *
         * @param apiGroups the groups; the core group is the empty text
         */
        public Builder apiGroups(String... apiGroups) {
            return apiGroups(List.of(apiGroups));
        }

        /**
         * {@return this builder, with these API groups}
         *
         * @param apiGroups the groups; the core group is the empty text
         */
        public Builder apiGroups(List<String> apiGroups) {
            this.apiGroups = List.copyOf(apiGroups);
            return this;
        }

        /**
         * {@return this builder, with these resources}
         *
         * @param resources the resources
         */
        public Builder resources(String... resources) {
            return resources(List.of(resources));
        }

        /**
         * {@return this builder, with these resources}
         *
         * @param resources the resources
         */
        public Builder resources(List<String> resources) {
            this.resources = List.copyOf(resources);
            return this;
        }

        /**
         * {@return this builder, with the names to which the rule is limited}
         *
         * @param resourceNames the names; none for all names
         */
        public Builder resourceNames(String... resourceNames) {
            return resourceNames(List.of(resourceNames));
        }

        /**
         * {@return this builder, with the names to which the rule is limited}
         *
         * @param resourceNames the names; none for all names
         */
        public Builder resourceNames(List<String> resourceNames) {
            this.resourceNames = List.copyOf(resourceNames);
            return this;
        }

        /**
         * {@return this builder, with these URLs}
         *
         * @param nonResourceUrls the URLs
         */
        public Builder nonResourceUrls(String... nonResourceUrls) {
            return nonResourceUrls(List.of(nonResourceUrls));
        }

        /**
         * {@return this builder, with these URLs}
         *
         * @param nonResourceUrls the URLs
         */
        public Builder nonResourceUrls(List<String> nonResourceUrls) {
            this.nonResourceUrls = List.copyOf(nonResourceUrls);
            return this;
        }

        /** {@return the rule} */
        public PolicyRule build() {
            return new PolicyRule(this);
        }
    }
}
