package io.github.kubetls.rbac;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that has rules: a {@link Role} or a {@link ClusterRole}. */
public sealed interface RuleOwner extends RbacObject permits Role, ClusterRole {

    /** {@return what the role allows, in order, unmodifiable; may be empty} */
    List<PolicyRule> rules();

    /**
     * {@return the same role with other rules}
     *
     * @param rules the rules
     * @throws IllegalArgumentException when the API server would refuse the rules
     */
    RuleOwner withRules(List<PolicyRule> rules);

    /**
     * {@return the same role with other rules}
     *
     * @param rules the rules
     * @throws IllegalArgumentException when the API server would refuse the rules
     */
    RuleOwner withRules(PolicyRule... rules);

    @Override
    default Map<String, @Nullable Object> toMap() {
        return RbacWriter.role(this);
    }
}
