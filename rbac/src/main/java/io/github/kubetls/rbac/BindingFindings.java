package io.github.kubetls.rbac;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.GoText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is legal but unwise in the subjects of a binding, above all for TLS bootstrapping. */
final class BindingFindings {

    private static final Set<String> EVERYBODY =
            Set.of(UserInfo.AUTHENTICATED_GROUP, UserInfo.UNAUTHENTICATED_GROUP, UserInfo.ANONYMOUS_NAME);

    /** The roles of bootstrapping, and what their holders can do. */
    private static final Map<String, String> BOOTSTRAP_ROLES = Map.of(
            BootstrapPolicy.NODE_BOOTSTRAPPER, "request certificates",
            BootstrapPolicy.NODE_CLIENT, "have a certificate of any node approved",
            BootstrapPolicy.SELF_NODE_CLIENT, "have a certificate approved for the node that they authenticate as");

    private static final Set<String> WELL_KNOWN_GROUPS = Set.of(
            UserInfo.MASTERS_GROUP,
            UserInfo.NODES_GROUP,
            UserInfo.BOOTSTRAPPERS_GROUP,
            UserInfo.AUTHENTICATED_GROUP,
            UserInfo.UNAUTHENTICATED_GROUP,
            UserInfo.SERVICE_ACCOUNTS_GROUP,
            UserInfo.MONITORING_GROUP);

    private final List<Finding> findings = new ArrayList<>();
    private final Binding binding;

    private BindingFindings(Binding binding) {
        this.binding = binding;
    }

    static List<Finding> of(Binding binding) {
        BindingFindings all = new BindingFindings(binding);
        Set<Subject> seen = new HashSet<>();
        for (int i = 0; i < binding.subjects().size(); i++) {
            Subject subject = binding.subjects().get(i);
            Location at = Location.of("subjects[" + i + "]");
            all.bootstrap(subject, at);
            all.spelling(subject, at);
            if (!seen.add(subject)) {
                all.findings.add(
                        Finding.info("SUBJECT_DUPLICATE", at, "the subject is there twice", "remove one of the two"));
            }
        }
        all.nodeRole();
        return all.findings;
    }

    private void bootstrap(Subject subject, Location at) {
        String role = binding.roleRef().name();
        String power = BOOTSTRAP_ROLES.get(role);
        if (power == null || !(binding.roleRef() instanceof RoleRef.ToClusterRole)) {
            return;
        }
        boolean renewal = role.equals(BootstrapPolicy.SELF_NODE_CLIENT);
        String fix = "bind it to the group " + (renewal ? UserInfo.NODES_GROUP : "of the bootstrap tokens");
        if (EVERYBODY.contains(subject.name()) && !(subject instanceof Subject.ServiceAccount)) {
            findings.add(Finding.error(
                    "BOOTSTRAP_RIGHTS_EXCESSIVE", at, "lets everybody " + power + ", not only joining nodes", fix));
        } else if (!(subject instanceof Subject.Group)) {
            findings.add(Finding.warning(
                    "BOOTSTRAP_SUBJECT_SUSPECT", at, "lets a single " + subject.kind() + " " + power, fix));
        } else if (renewal && !subject.name().equals(UserInfo.NODES_GROUP)) {
            findings.add(Finding.warning(
                    "RENEWAL_SUBJECT_SUSPECT",
                    at,
                    "only nodes renew certificates of their own, and they are in another group",
                    fix));
        }
    }

    private void spelling(Subject subject, Location at) {
        if (subject instanceof Subject.User && isGroupName(subject.name())) {
            findings.add(Finding.warning(
                    "SUBJECT_KIND_MISMATCH",
                    at,
                    GoText.quote(subject.name()) + " is the name of a group, and bound as a user",
                    "use kind Group"));
        }
        if (subject instanceof Subject.User && subject.name().startsWith(UserInfo.SERVICE_ACCOUNT_NAME_PREFIX)) {
            findings.add(Finding.info(
                    "SUBJECT_KIND_SUSPECT",
                    at,
                    "a service account is bound by its username",
                    "use kind ServiceAccount with name and namespace"));
        }
        if (!(subject instanceof Subject.ServiceAccount) && subject.name().contains(PolicyRule.ALL)) {
            findings.add(Finding.warning(
                    "WILDCARD_UNSUPPORTED",
                    at,
                    "* has no meaning in the name of a subject",
                    "use the group " + UserInfo.AUTHENTICATED_GROUP + " for every user"));
        }
        if (!(subject instanceof Subject.ServiceAccount) && !subject.namespace().isEmpty()) {
            findings.add(Finding.info(
                    "NAMESPACE_IGNORED",
                    at,
                    "users and groups are in no namespace; the API server keeps it and never looks at it",
                    "remove the namespace"));
        }
    }

    private static boolean isGroupName(String name) {
        return WELL_KNOWN_GROUPS.contains(name) || name.startsWith(UserInfo.BOOTSTRAPPERS_GROUP + ":");
    }

    private void nodeRole() {
        if (binding.roleRef().equals(RoleRef.clusterRole(BootstrapPolicy.NODE))
                && !binding.subjects().isEmpty()) {
            findings.add(Finding.warning(
                    "NODE_ROLE_EXCESSIVE",
                    Location.of("subjects"),
                    "gives every subject the rights of all nodes, such as reading every Secret; the Node authorizer gives a"
                            + " node those that it needs",
                    "remove the subjects and use --authorization-mode=Node,RBAC"));
        }
    }
}
