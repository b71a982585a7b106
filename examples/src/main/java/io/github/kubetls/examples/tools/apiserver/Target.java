package io.github.kubetls.examples.tools.apiserver;

/**
 * The object or collection that a path names.
 *
 * @param group       the API group; empty for the core group
 * @param version     the version
 * @param namespace   the namespace; empty for none
 * @param resource    the resource, in plural
 * @param name        the object's name; empty for a collection
 * @param subresource the subresource; empty for none
 */
record Target(String group, String version, String namespace, String resource, String name, String subresource) {

    Target withName(String other) {
        return new Target(group, version, namespace, resource, other, subresource);
    }
}
