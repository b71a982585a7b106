package io.github.kubetls.rbac.kubectl;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.internal.flags.BadFlag;
import io.github.kubetls.internal.flags.Flag;
import io.github.kubetls.internal.flags.FlagParser;
import io.github.kubetls.internal.flags.FlagSet;
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

    private static final Flag NAMESPACE = Flag.text("namespace").shorthand("n");
    private static final Flag CLUSTER_ROLE = Flag.text("clusterrole");
    private static final Flag ROLE = Flag.text("role");
    private static final Flag USER = new Flag("user", Flag.Kind.ARRAY);
    private static final Flag GROUP = new Flag("group", Flag.Kind.ARRAY);
    private static final Flag SERVICE_ACCOUNT = new Flag("serviceaccount", Flag.Kind.ARRAY);
    private static final Flag VERB = Flag.list("verb");
    private static final Flag RESOURCE = Flag.list("resource");
    private static final Flag RESOURCE_NAME = new Flag("resource-name", Flag.Kind.ARRAY);
    private static final Flag NON_RESOURCE_URL = Flag.list("non-resource-url");
    private static final Flag AGGREGATION_RULE = new Flag("aggregation-rule", Flag.Kind.PAIRS);

    /** Flags of every command; all but the first say nothing about the object. */
    private static final List<Flag> COMMON = List.of(
            NAMESPACE,
            Flag.text("output").shorthand("o"),
            Flag.text("field-manager"),
            new Flag("validate", Flag.Kind.OPTIONAL_TEXT),
            Flag.bool("show-managed-fields"),
            new Flag("dry-run", Flag.Kind.OPTIONAL_TEXT));

    private static final Set<String> URL_VERBS =
            Set.of("*", "get", "post", "put", "delete", "patch", "head", "options");

    private final RbacObject object;
    private final List<Finding> findings;

    private CreateCommand(RbacObject object, List<Finding> findings) {
        this.object = object;
        this.findings = List.copyOf(findings);
    }

    /**
     * {@return the command of a command line}
     *
     * @param arguments the kind, the name and the flags, in any order after the kind
     * @throws InvalidFormatException when kubectl would refuse the arguments, or the API server the object
     */
    public static CreateCommand parse(String... arguments) {
        return parse(List.of(arguments));
    }

    /**
     * {@return the command of a command line}
     *
     * @param arguments the kind, the name and the flags, in any order after the kind
     * @throws InvalidFormatException when kubectl would refuse the arguments, or the API server the object
     */
    public static CreateCommand parse(List<String> arguments) {
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
                case "role" -> role(flags(rest, VERB, RESOURCE, RESOURCE_NAME));
                case "clusterrole" ->
                    clusterRole(flags(rest, VERB, RESOURCE, RESOURCE_NAME, NON_RESOURCE_URL, AGGREGATION_RULE));
                case "rolebinding" -> roleBinding(flags(rest, CLUSTER_ROLE, ROLE, USER, GROUP, SERVICE_ACCOUNT));
                case "clusterrolebinding" ->
                    clusterRoleBinding(flags(rest, CLUSTER_ROLE, USER, GROUP, SERVICE_ACCOUNT));
                default -> throw error("expected role, clusterrole, rolebinding or clusterrolebinding");
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidFormatException("ARGUMENT_INVALID", Location.none(), String.valueOf(e.getMessage()));
        }
    }

    private static FlagSet flags(List<String> arguments, Flag... own) {
        List<Flag> known = new ArrayList<>(COMMON);
        known.addAll(List.of(own));
        try {
            return FlagParser.parse(FlagParser.Program.KUBECTL, arguments, new FlagSet.Builder(known));
        } catch (BadFlag e) {
            throw error(e.words());
        }
    }

    static InvalidFormatException error(String text) {
        return new InvalidFormatException("ARGUMENT_INVALID", Location.none(), text);
    }

    /** The one argument that is not a flag; as in kubectl, what follows {@code --} does not count. */
    private static String name(FlagSet flags) {
        if (flags.operands().size() != 1) {
            throw error("exactly one NAME is required, got " + flags.operands().size());
        }
        return flags.operands().get(0);
    }

    private static CreateCommand clusterRoleBinding(FlagSet flags) {
        if (!flags.isSet(CLUSTER_ROLE)) {
            throw error("required flag(s) \"clusterrole\" not set");
        }
        ObjectMeta metadata = ObjectMeta.of(name(flags));
        RoleRef.ToClusterRole role =
                RoleRef.clusterRole(flags.last(CLUSTER_ROLE).orElse(""));
        return new CreateCommand(ClusterRoleBinding.of(metadata, role, subjects(flags)), List.of());
    }

    private static CreateCommand roleBinding(FlagSet flags) {
        ObjectMeta metadata = namespaced(flags);
        String clusterRole = flags.last(CLUSTER_ROLE).orElse("");
        String role = flags.last(ROLE).orElse("");
        if (clusterRole.isEmpty() == role.isEmpty()) {
            throw error("exactly one of clusterrole or role must be specified");
        }
        RoleRef ref = role.isEmpty() ? RoleRef.clusterRole(clusterRole) : RoleRef.role(role);
        return new CreateCommand(RoleBinding.of(metadata, ref, subjects(flags)), List.of());
    }

    private static ObjectMeta namespaced(FlagSet flags) {
        return ObjectMeta.of(flags.last(NAMESPACE).orElse(""), name(flags));
    }

    /** Users, then groups, then service accounts, in whichever order the flags are. */
    private static List<Subject> subjects(FlagSet flags) {
        List<Subject> subjects = new ArrayList<>();
        flags.list(USER).forEach(name -> subjects.add(Subject.user(name)));
        flags.list(GROUP).forEach(name -> subjects.add(Subject.group(name)));
        for (String account : flags.list(SERVICE_ACCOUNT)) {
            String[] parts = account.split(":", -1);
            if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw error("serviceaccount must be <namespace>:<name>");
            }
            subjects.add(Subject.serviceAccount(parts[0], parts[1]));
        }
        return subjects;
    }

    private static CreateCommand role(FlagSet flags) {
        ObjectMeta metadata = namespaced(flags);
        List<String> verbs = verbs(flags);
        List<CreateResources.Request> resources = CreateResources.parse(flags.list(RESOURCE));
        if (resources.isEmpty()) {
            throw error("at least one resource must be specified");
        }
        CreateResources.check(verbs, resources);
        return new CreateCommand(
                Role.of(metadata, CreateResources.rules(verbs, resources, names(flags))), unusual(verbs));
    }

    private static CreateCommand clusterRole(FlagSet flags) {
        ObjectMeta metadata = ObjectMeta.of(name(flags));
        Map<String, String> aggregation = flags.pairs(AGGREGATION_RULE);
        if (!aggregation.isEmpty()) {
            return new CreateCommand(aggregated(metadata, aggregation, flags), List.of());
        }
        List<String> verbs = verbs(flags);
        List<CreateResources.Request> resources = CreateResources.parse(flags.list(RESOURCE));
        List<String> urls = flags.list(NON_RESOURCE_URL).stream().distinct().toList();
        if (resources.isEmpty() && urls.isEmpty()) {
            throw error("one of resource or nonResourceURL must be specified");
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

    private static ClusterRole aggregated(ObjectMeta metadata, Map<String, String> labels, FlagSet flags) {
        boolean alone = flags.list(NON_RESOURCE_URL).isEmpty()
                && flags.list(VERB).isEmpty()
                && flags.list(RESOURCE).isEmpty()
                && names(flags).isEmpty();
        if (!alone) {
            throw error(
                    "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames");
        }
        LabelSelector selector = LabelSelector.matchLabels(labels);
        return ClusterRole.of(metadata, List.of()).withAggregationRule(AggregationRule.of(selector));
    }

    private static List<String> verbs(FlagSet flags) {
        List<String> verbs = flags.list(VERB);
        if (verbs.isEmpty()) {
            throw error("at least one verb must be specified");
        }
        return verbs.contains(PolicyRule.ALL)
                ? List.of(PolicyRule.ALL)
                : verbs.stream().distinct().toList();
    }

    private static List<String> names(FlagSet flags) {
        return flags.list(RESOURCE_NAME).stream().distinct().toList();
    }

    private static List<Finding> unusual(List<String> verbs) {
        return verbs.stream()
                .filter(verb -> !CreateResources.VERBS.contains(verb))
                .map(verb -> Finding.warning(
                        "VERB_UNKNOWN",
                        Location.of("--verb"),
                        "'" + verb + "' is not a standard resource verb",
                        "check the spelling"))
                .toList();
    }

    private static void checkUrls(List<String> verbs, List<String> urls) {
        for (String verb : verbs) {
            if (!URL_VERBS.contains(verb)) {
                throw error("invalid verb: '" + verb + "' for nonResourceURL");
            }
        }
        for (String url : urls) {
            if (url.equals(PolicyRule.ALL)) {
                continue;
            }
            if (!url.startsWith("/")) {
                throw error("nonResourceURL should start with /");
            }
            if (url.substring(0, url.length() - 1).contains("*")) {
                throw error("nonResourceURL only supports wildcard matches when '*' is at the end");
            }
        }
    }

    /** {@return the Role, ClusterRole, RoleBinding or ClusterRoleBinding, as {@code --dry-run=client} prints it} */
    public RbacObject object() {
        return object;
    }

    /** {@return what kubectl warns of, unmodifiable: verbs that are not standard ones} */
    public List<Finding> findings() {
        return findings;
    }

    /** The object's kind and name. */
    @Override
    public String toString() {
        return "create " + object;
    }
}
