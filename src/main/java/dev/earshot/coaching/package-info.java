/**
 * When to ask for coaching, and which answers are fit to be shown. Talks in records of its own: knows neither how a model
 * is reached nor where hints are logged.
 */
@NullMarked
package dev.earshot.coaching;

import org.jspecify.annotations.NullMarked;
