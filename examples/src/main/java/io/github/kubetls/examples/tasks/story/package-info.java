/**
 * What the walkthrough has told, and its forms; begin with {@link io.github.kubetls.examples.tasks.story.Story}, which the
 * page and the guide to the folder are made from.
 */
package io.github.kubetls.examples.tasks.story;
