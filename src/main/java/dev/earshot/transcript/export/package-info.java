/** Transcripts to take away, made of a call's log. Knows the log's events, and nothing of where they are kept or asked for. */
@NullMarked
package dev.earshot.transcript.export;

import org.jspecify.annotations.NullMarked;
