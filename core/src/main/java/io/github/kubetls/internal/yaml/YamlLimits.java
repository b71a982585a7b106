package io.github.kubetls.internal.yaml;

import io.github.kubetls.internal.io.AtomicFiles;

/**
 * Bounds on what is read.
 *
 * @param maxLength length of the text in UTF-16 units
 * @param maxDepth  nesting of mappings and sequences
 * @param maxNodes  nodes, with aliases counted as if they were written out
 */
public record YamlLimits(int maxLength, int maxDepth, int maxNodes) {

    /** 3 MiB, which is what an API server takes in one request. */
    public static final YamlLimits STANDARD = ofLength(AtomicFiles.LARGEST_DOCUMENT);

    /**
     * Limits for a longer or shorter text.
     *
     * @param maxLength length of the text in UTF-16 units
     * @return limits with the standard depth, and as many nodes as a text of that length can spell out
     */
    public static YamlLimits ofLength(int maxLength) {
        return new YamlLimits(maxLength, 500, Math.max(100_000, maxLength / 2));
    }
}
