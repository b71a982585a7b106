package io.github.kubetls.rbac.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.manifest.ObjectMeta;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.ClusterRole;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RoleBinding;
import io.github.kubetls.rbac.RoleRef;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The index finds the bindings, subjects and rules that the API server finds by asking every binding in turn. */
class BindingOrderTest {

    private static final List<String> VERBS = List.of("get", "list", "watch");

    private static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void asksEveryBindingOfAUserInTurn(int seed) {
        Random random = new Random(seed);
        Map<String, RbacObject> byName = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            ClusterRole role = ClusterRole.of(
                    "role-" + i,
                    PolicyRule.verbs(pick(random, VERBS)).apiGroups("").resources(pick(random, List.of("*", "pods"))));
            byName.put(role.name(), role);
        }
        List<Binding> bindings = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RoleRef.ToClusterRole role = RoleRef.clusterRole("role-" + random.nextInt(8));
            List<Subject> subjects = Stream.generate(() -> subject(random))
                    .limit(random.nextInt(4))
                    .toList();
            String name = "b" + i;
            bindings.add(
                    random.nextBoolean()
                            ? ClusterRoleBinding.of(ObjectMeta.of(name), role, subjects)
                            : RoleBinding.of(ObjectMeta.of(pick(random, List.of("x", "y")), name), role, subjects));
        }
        List<RbacObject> objects = new ArrayList<>(byName.values());
        objects.addAll(bindings);
        Collections.shuffle(objects, random);
        UserInfo user = UserInfo.builder(pick(random, List.of("u", "v", "system:serviceaccount:x:s")))
                .groups(Stream.generate(() -> pick(random, List.of("g", "h", "i")))
                        .limit(random.nextInt(4))
                        .toList())
                .build();
        RbacAuthorizer rbac = RbacAuthorizer.of(objects);
        for (String verb : VERBS) {
            Attributes.Resource request = Attributes.resource(verb, "", "pods").withNamespace("x");
            AccessDecision expected = slowly(bindings, byName, user, request);
            assertThat(rbac.authorize(user, request))
                    .as("seed %d, %s", seed, verb)
                    .isEqualTo(expected);
            assertThat(rbac.explain(user, request).decision()).isEqualTo(expected);
        }
    }

    private static AccessDecision slowly(
            List<Binding> bindings, Map<String, RbacObject> roles, UserInfo user, Attributes request) {
        List<Binding> sorted = new ArrayList<>(bindings);
        sorted.removeIf(binding ->
                !binding.namespace().isEmpty() && !binding.namespace().equals("x"));
        sorted.sort(Comparator.comparing((Binding binding) -> binding instanceof RoleBinding)
                .thenComparing(Binding::name));
        List<String> missing = new ArrayList<>();
        for (Binding binding : sorted) {
            for (Subject subject : binding.subjects()) {
                if (!is(user, subject, binding)) {
                    continue;
                }
                if (!(roles.get(binding.roleRef().name()) instanceof ClusterRole role)) {
                    missing.add("clusterrole.rbac.authorization.k8s.io \""
                            + binding.roleRef().name() + "\" not found");
                    break;
                }
                for (PolicyRule rule : role.rules()) {
                    if (rule.allows(request)) {
                        return AccessDecision.allowed(
                                "RBAC: allowed by " + new Explanation.Grant(binding, subject, role, rule));
                    }
                }
                break;
            }
        }
        List<String> distinct = missing.stream().distinct().toList();
        return switch (distinct.size()) {
            case 0 -> AccessDecision.noOpinion("");
            case 1 -> AccessDecision.noOpinion("RBAC: " + distinct.get(0));
            default -> AccessDecision.noOpinion("RBAC: [" + String.join(", ", distinct) + "]");
        };
    }

    private static boolean is(UserInfo user, Subject subject, Binding binding) {
        if (subject instanceof Subject.ServiceAccount account) {
            return account.in(binding.namespace()).username().equals(user.name());
        }
        return subject instanceof Subject.Group
                ? user.groups().contains(subject.name())
                : user.name().equals(subject.name());
    }

    private static Subject subject(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Subject.user(pick(random, List.of("u", "v", "system:serviceaccount:x:s")));
            case 1 -> Subject.group(pick(random, List.of("g", "h", "i")));
            default -> Subject.serviceAccount("x", "s");
        };
    }

    private static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
