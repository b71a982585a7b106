package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.RuleOwner;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Bindings by the subjects that they name, so that those that do not concern a user cost nothing. Service accounts are
 * found by the username that they have.
 */
final class BindingIndex {

    private final List<Binding> bindings;
    private final Map<String, List<Match>> users = new HashMap<>();
    private final Map<String, List<Match>> groups = new HashMap<>();

    /**
     * A subject of a binding.
     *
     * @param place   where the binding stands among all that a request may have to ask, and the subject in it
     * @param binding the binding
     * @param subject the subject
     * @param role    the role that the binding refers to, if there is one
     */
    record Match(long place, Binding binding, Subject subject, Optional<RuleOwner> role) {}

    /**
     * @param bindings in any order
     * @param before   how many bindings are asked before these
     * @param roles    finds the role of a binding
     */
    BindingIndex(Collection<? extends Binding> bindings, int before, Function<Binding, Optional<RuleOwner>> roles) {
        List<Binding> sorted = new ArrayList<>(bindings);
        sorted.sort(Comparator.comparing(Binding::name, Unicode.CODE_POINT_ORDER));
        this.bindings = Collections.unmodifiableList(sorted);
        for (int i = 0; i < sorted.size(); i++) {
            Binding binding = sorted.get(i);
            Optional<RuleOwner> role = roles.apply(binding);
            List<Subject> subjects = binding.subjects();
            for (int j = 0; j < subjects.size(); j++) {
                long place = (long) (before + i) << Integer.SIZE | j;
                add(new Match(place, binding, subjects.get(j), role));
            }
        }
    }

    private void add(Match match) {
        if (match.subject() instanceof Subject.Group group) {
            groups.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(match);
            return;
        }
        String user = match.subject() instanceof Subject.ServiceAccount account
                ? account.in(match.binding().namespace()).username()
                : match.subject().name();
        users.computeIfAbsent(user, name -> new ArrayList<>()).add(match);
    }

    /** All bindings, sorted by name. */
    List<Binding> bindings() {
        return bindings;
    }

    /** Adds the matches of a user. */
    void addTo(Matches matches, UserInfo user) {
        matches.add(users.getOrDefault(user.name(), List.of()));
        for (String group : new HashSet<>(user.groups())) {
            matches.add(groups.getOrDefault(group, List.of()));
        }
    }
}
