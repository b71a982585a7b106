package io.github.kubetls.kubeconfig.client;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths of Unix as Go's {@code path/filepath} sees them. */
final class PluginPaths {

    private PluginPaths() {}

    /** The shortest text of a path, found without looking at files: no {@code //}, {@code .} or avoidable {@code ..}. */
    static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> kept = new ArrayDeque<>();
        for (String element : path.split("/")) {
            if (element.equals("..") && !kept.isEmpty() && !kept.getLast().equals("..")) {
                kept.removeLast();
            } else if (!element.isEmpty() && !element.equals(".") && !(rooted && element.equals(".."))) {
                kept.addLast(element);
            }
        }
        String joined = (rooted ? "/" : "") + String.join("/", kept);
        return joined.isEmpty() ? "." : joined;
    }

    /** The last element of a clean path. */
    static String base(String path) {
        return path.equals("/") ? path : path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether a command is looked up in the {@code PATH}. */
    static boolean isName(String command) {
        return command.indexOf('/') < 0;
    }
}
