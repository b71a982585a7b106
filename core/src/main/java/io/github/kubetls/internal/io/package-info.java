/**
 * Files: {@link io.github.kubetls.internal.io.AtomicFiles} writes them whole or not at all, and for their owner only where
 * they hold a secret; {@link io.github.kubetls.internal.io.Directories} makes the directories. Not part of the API.
 */
package io.github.kubetls.internal.io;
