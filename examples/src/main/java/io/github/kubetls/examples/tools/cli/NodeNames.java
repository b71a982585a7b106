package io.github.kubetls.examples.tools.cli;

import java.util.regex.Pattern;

/** What the name of a Node may be: a lower-case DNS subdomain. */
public final class NodeNames {

    private static final Pattern SUBDOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private NodeNames() {}

    /**
     * Says whether the API server takes a name.
     *
     * @param name the name
     * @return whether a Node can be called so
     */
    public static boolean isValid(String name) {
        return SUBDOMAIN.matcher(name).matches();
    }
}
