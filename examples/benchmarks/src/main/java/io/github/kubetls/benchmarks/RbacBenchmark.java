package io.github.kubetls.benchmarks;

import io.github.kubetls.access.AccessDecision;
import io.github.kubetls.access.Attributes;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.rbac.ClusterRoleBinding;
import io.github.kubetls.rbac.PolicyRule;
import io.github.kubetls.rbac.RbacObject;
import io.github.kubetls.rbac.RuleOwner;
import io.github.kubetls.rbac.Subject;
import io.github.kubetls.rbac.authorizer.RbacAuthorizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A decision for the user of the last binding, beside a walk over all bindings, which is what the API server does. */
@State(Scope.Benchmark)
public class RbacBenchmark {

    private static final Attributes.Resource REQUEST = Attributes.resource(
                    "create", "certificates.k8s.io", "certificatesigningrequests")
            .withSubresource("nodeclient");
    private static final UserInfo NOBODY = UserInfo.of("nobody", UserInfo.AUTHENTICATED_GROUP);

    @Param({"10", "1000", "10000"})
    public int bindings;

    private RbacAuthorizer rbac;
    private List<ClusterRoleBinding> all = List.of();
    private final Map<String, RuleOwner> roles = new HashMap<>();
    private UserInfo last = NOBODY;

    @Setup
    public void prepare() {
        List<RbacObject> objects = Inputs.rbac(bindings);
        rbac = RbacAuthorizer.of(objects);
        all = objects.stream()
                .filter(ClusterRoleBinding.class::isInstance)
                .map(ClusterRoleBinding.class::cast)
                .toList();
        objects.stream()
                .filter(RuleOwner.class::isInstance)
                .map(RuleOwner.class::cast)
                .forEach(role -> roles.put(role.name(), role));
        last = UserInfo.of(Inputs.lastUser(bindings), UserInfo.AUTHENTICATED_GROUP);
        requireAllowed(rbac.authorize(last, REQUEST).isAllowed() && !walk(last).isEmpty());
        requireAllowed(
                !rbac.authorize(NOBODY, REQUEST).isAllowed() && walk(NOBODY).isEmpty());
    }

    private static void requireAllowed(boolean expected) {
        if (!expected) {
            throw new IllegalStateException("the decision is wrong");
        }
    }

    @Benchmark
    public AccessDecision libraryAllowed() {
        return rbac.authorize(last, REQUEST);
    }

    @Benchmark
    public AccessDecision libraryRefused() {
        return rbac.authorize(NOBODY, REQUEST);
    }

    /** An allowed decision whose reason somebody reads. */
    @Benchmark
    public String libraryExplained() {
        return rbac.authorize(last, REQUEST).reason();
    }

    @Benchmark
    public String walkAllowed() {
        return walk(last);
    }

    @Benchmark
    public String walkRefused() {
        return walk(NOBODY);
    }

    /** The name of the first binding that lets a user do it; empty for none. */
    private String walk(UserInfo user) {
        for (ClusterRoleBinding binding : all) {
            for (Subject subject : binding.subjects()) {
                boolean is = subject instanceof Subject.Group
                        ? user.isMemberOf(subject.name())
                        : subject.name().equals(user.name());
                if (!is) {
                    continue;
                }
                for (PolicyRule rule : roles.get(binding.roleRef().name()).rules()) {
                    if (rule.allows(REQUEST)) {
                        return binding.name();
                    }
                }
            }
        }
        return "";
    }
}
