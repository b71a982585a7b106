package io.github.kubetls.rbac.authorizer;

import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.Unicode;
import io.github.kubetls.rbac.Binding;
import io.github.kubetls.rbac.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Bindings by the subjects that they name, so that those that do not concern a user cost nothing. Service accounts are
 * found by the username that they have.
 */
final class BindingIndex {

    static final BindingIndex EMPTY = new BindingIndex(List.of());

    private final List<Binding> bindings;
    private final Map<String, List<Entry>> users = new HashMap<>();
    private final Map<String, List<Entry>> groups = new HashMap<>();

    /** A subject of a binding, both by position. */
    private record Entry(int binding, int subject) {}

    /** A binding that concerns a user, and the first of its subjects that the user is. */
    record Match(Binding binding, Subject subject) {}

    BindingIndex(Collection<? extends Binding> bindings) {
        List<Binding> sorted = new ArrayList<>(bindings);
        sorted.sort(Comparator.comparing(Binding::name, Unicode.CODE_POINT_ORDER));
        this.bindings = Collections.unmodifiableList(sorted);
        for (int i = 0; i < sorted.size(); i++) {
            List<Subject> subjects = sorted.get(i).subjects();
            for (int j = 0; j < subjects.size(); j++) {
                add(subjects.get(j), sorted.get(i).namespace(), new Entry(i, j));
            }
        }
    }

    private void add(Subject subject, String namespace, Entry entry) {
        if (subject instanceof Subject.Group group) {
            groups.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(entry);
            return;
        }
        String user = subject instanceof Subject.ServiceAccount account
                ? account.in(namespace).username()
                : subject.name();
        users.computeIfAbsent(user, name -> new ArrayList<>()).add(entry);
    }

    /** All bindings, sorted by name. */
    List<Binding> bindings() {
        return bindings;
    }

    /** The bindings that concern a user, sorted by name. */
    List<Match> matches(UserInfo user) {
        NavigableMap<Integer, Integer> subjects = new TreeMap<>();
        merge(subjects, users.get(user.name()));
        for (String group : new HashSet<>(user.groups())) {
            merge(subjects, groups.get(group));
        }
        List<Match> matches = new ArrayList<>(subjects.size());
        subjects.forEach((index, subject) -> {
            Binding binding = bindings.get(index);
            matches.add(new Match(binding, binding.subjects().get(subject)));
        });
        return matches;
    }

    private static void merge(
            NavigableMap<Integer, Integer> subjects, @org.jspecify.annotations.Nullable List<Entry> entries) {
        if (entries != null) {
            entries.forEach(entry -> subjects.merge(entry.binding(), entry.subject(), Math::min));
        }
    }
}
