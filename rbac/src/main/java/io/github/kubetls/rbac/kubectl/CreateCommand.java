package io.github.kubetls.rbac.kubectl;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.AggregationRule;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.LabelSelector;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.Role;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The object that a command line {@code kubectl create role|clusterrole|rolebinding|clusterrolebinding …} stands for.
 *
 * <p>The arguments are those after {@code kubectl create}, and the refusals are in kubectl's words. Resources that kubectl
 * looks up on the server are looked up among those of Kubernetes itself; {@code resource.group} of another group is taken as
 * it is. Unlike kubectl, which leaves that to the server, an object that the API server would refuse is refused here. Flags
 * that say nothing about the object, such as {@code --dry-run}, are taken and have no effect.
 *
 * <pre>{@code
 * CreateCommand.parse("clusterrolebinding", "create-csrs-for-bootstrapping",
 *     "--clusterrole=system:node-bootstrapper", "--group=system:bootstrappers").object().toYaml();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#command-line-utilities">Command-line
 *     utilities</a>
 */
public final class CreateCommand {

    private static final Set<String> BINDING_FLAGS = Set.of("clusterrole", "user", "group", "serviceaccount");
    private static final Set<String> ROLE_FLAGS = Set.of("verb", "resource", "resource-name");
    private static final Set<String> URL_VERBS =
            Set.of("*", "get", "post", "put", "delete", "patch", "head", "options");

    private final RbacObject object;
    private final List<Finding> findings;

    private CreateCommand(RbacObject object, List<Finding> findings) {
        this.object = object;
        this.findings = List.copyOf(findings);
    }

    /**
     * Reads a command line.
     *
     * @param arguments the kind, the name and the flags, in any order after the kind
     * @return the command
     * @throws InvalidFormatException when kubectl would refuse the arguments, or the API server the object
     */
    public static CreateCommand parse(String... arguments) {
        return parse(List.of(arguments));
    }

    /**
     * Reads a command line.
     *
     * @param arguments the kind, the name and the flags, in any order after the kind
     * @return the command
     * @throws InvalidFormatException when kubectl would refuse the arguments, or the API server the object
     */
    public static CreateCommand parse(List<String> arguments) {
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
                case "role" -> role(CommandFlags.parse(ROLE_FLAGS, rest));
                case "clusterrole" ->
                    clusterRole(CommandFlags.parse(with(ROLE_FLAGS, "non-resource-url", "aggregation-rule"), rest));
                case "rolebinding" -> roleBinding(CommandFlags.parse(with(BINDING_FLAGS, "role"), rest));
                case "clusterrolebinding" -> clusterRoleBinding(CommandFlags.parse(BINDING_FLAGS, rest));
                default -> throw CommandFlags.error("expected role, clusterrole, rolebinding or clusterrolebinding");
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidFormatException("INVALID", "", String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> with(Set<String> flags, String... more) {
        Set<String> all = new java.util.HashSet<>(flags);
        all.addAll(List.of(more));
        return all;
    }

    private static CreateCommand clusterRoleBinding(CommandFlags flags) {
        if (!flags.has("clusterrole")) {
            throw CommandFlags.error("required flag(s) \"clusterrole\" not set");
        }
        ObjectMeta metadata = ObjectMeta.of(flags.name());
        RoleRef.ToClusterRole role = RoleRef.clusterRole(flags.last("clusterrole"));
        return new CreateCommand(ClusterRoleBinding.of(metadata, role, subjects(flags)), List.of());
    }

    private static CreateCommand roleBinding(CommandFlags flags) {
        ObjectMeta metadata = namespaced(flags);
        String clusterRole = flags.last("clusterrole");
        String role = flags.last("role");
        if (clusterRole.isEmpty() == role.isEmpty()) {
            throw CommandFlags.error("exactly one of clusterrole or role must be specified");
        }
        RoleRef ref = role.isEmpty() ? RoleRef.clusterRole(clusterRole) : RoleRef.role(role);
        return new CreateCommand(RoleBinding.of(metadata, ref, subjects(flags)), List.of());
    }

    private static ObjectMeta namespaced(CommandFlags flags) {
        return ObjectMeta.of(flags.last("namespace"), flags.name());
    }

    /** Users, then groups, then service accounts, whatever the order of the flags. */
    private static List<Subject> subjects(CommandFlags flags) {
        List<Subject> subjects = new ArrayList<>();
        flags.all("user").forEach(name -> subjects.add(Subject.user(name)));
        flags.all("group").forEach(name -> subjects.add(Subject.group(name)));
        for (String account : flags.all("serviceaccount")) {
            String[] parts = account.split(":", -1);
            if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw CommandFlags.error("serviceaccount must be <namespace>:<name>");
            }
            subjects.add(Subject.serviceAccount(parts[0], parts[1]));
        }
        return subjects;
    }

    private static CreateCommand role(CommandFlags flags) {
        ObjectMeta metadata = namespaced(flags);
        List<String> verbs = verbs(flags);
        List<CreateResources.Request> resources = CreateResources.parse(flags.split("resource"));
        if (resources.isEmpty()) {
            throw CommandFlags.error("at least one resource must be specified");
        }
        CreateResources.check(verbs, resources);
        return new CreateCommand(
                Role.of(metadata, CreateResources.rules(verbs, resources, names(flags))), unusual(verbs));
    }

    private static CreateCommand clusterRole(CommandFlags flags) {
        ObjectMeta metadata = ObjectMeta.of(flags.name());
        Map<String, String> aggregation = flags.pairs("aggregation-rule");
        if (!aggregation.isEmpty()) {
            return new CreateCommand(aggregated(metadata, aggregation, flags), List.of());
        }
        List<String> verbs = verbs(flags);
        List<CreateResources.Request> resources = CreateResources.parse(flags.split("resource"));
        List<String> urls = flags.split("non-resource-url").stream().distinct().toList();
        if (resources.isEmpty() && urls.isEmpty()) {
            throw CommandFlags.error("one of resource or nonResourceURL must be specified");
        }
        List<PolicyRule> rules = new ArrayList<>();
        if (!resources.isEmpty()) {
            CreateResources.check(verbs, resources);
            rules.addAll(CreateResources.rules(verbs, resources, names(flags)));
        }
        if (!urls.isEmpty()) {
            checkUrls(verbs, urls);
            rules.add(PolicyRule.builder().verbs(verbs).nonResourceUrls(urls).build());
        }
        return new CreateCommand(ClusterRole.of(metadata, rules), resources.isEmpty() ? List.of() : unusual(verbs));
    }

    private static ClusterRole aggregated(ObjectMeta metadata, Map<String, String> labels, CommandFlags flags) {
        boolean alone = flags.split("non-resource-url").isEmpty()
                && flags.split("verb").isEmpty()
                && flags.split("resource").isEmpty()
                && names(flags).isEmpty();
        if (!alone) {
            throw CommandFlags.error(
                    "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames");
        }
        LabelSelector selector = LabelSelector.matchLabels(labels);
        return ClusterRole.of(metadata, List.of()).withAggregationRule(AggregationRule.of(selector));
    }

    private static List<String> verbs(CommandFlags flags) {
        List<String> verbs = flags.split("verb");
        if (verbs.isEmpty()) {
            throw CommandFlags.error("at least one verb must be specified");
        }
        return verbs.contains(PolicyRule.ALL)
                ? List.of(PolicyRule.ALL)
                : verbs.stream().distinct().toList();
    }

    private static List<String> names(CommandFlags flags) {
        return flags.all("resource-name").stream().distinct().toList();
    }

    private static List<Finding> unusual(List<String> verbs) {
        return verbs.stream()
                .filter(verb -> !CreateResources.VERBS.contains(verb))
                .map(verb -> Finding.warning(
                        "NONSTANDARD_VERB",
                        "--verb",
                        "'" + verb + "' is not a standard resource verb",
                        "check the spelling"))
                .toList();
    }

    private static void checkUrls(List<String> verbs, List<String> urls) {
        for (String verb : verbs) {
            if (!URL_VERBS.contains(verb)) {
                throw CommandFlags.error("invalid verb: '" + verb + "' for nonResourceURL");
            }
        }
        for (String url : urls) {
            if (url.equals(PolicyRule.ALL)) {
                continue;
            }
            if (!url.startsWith("/")) {
                throw CommandFlags.error("nonResourceURL should start with /");
            }
            if (url.substring(0, url.length() - 1).contains("*")) {
                throw CommandFlags.error("nonResourceURL only supports wildcard matches when '*' is at the end");
            }
        }
    }

    /**
     * Returns the object, as {@code --dry-run=client} prints it.
     *
     * @return a Role, ClusterRole, RoleBinding or ClusterRoleBinding
     */
    public RbacObject object() {
        return object;
    }

    /**
     * Returns what kubectl warns of: verbs that are none of the standard ones.
     *
     * @return the findings, unmodifiable
     */
    public List<Finding> findings() {
        return findings;
    }

    /** The object's kind and name. */
    @Override
    public String toString() {
        return "create " + object;
    }
}
