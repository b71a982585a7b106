package io.github.kubetls.examples.tools.apiserver;

/**
 * Where an object is stored.
 *
 * @param resource  the resource
 * @param namespace the namespace; empty for none
 * @param name      the name
 */
record ObjectKey(ApiResource resource, String namespace, String name) {}
