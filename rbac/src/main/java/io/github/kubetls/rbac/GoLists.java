package io.github.kubetls.rbac;

import io.github.kubetls.internal.text.GoText;
import java.util.List;
import java.util.stream.Collectors;

/** Lists as Go's formatting verbs write them, for messages that are those of Kubernetes. */
final class GoLists {

    private GoLists() {}

    /** As {@code %q} writes a list of strings. */
    static String quoted(List<String> texts) {
        return texts.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
    }

    /** As {@code %#v} writes a list of strings. */
    static String literal(List<String> texts) {
        return texts.stream().map(GoText::quote).collect(Collectors.joining(", ", "[]string{", "}"));
    }
}
