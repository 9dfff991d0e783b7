/** Takes out of a text what nobody should keep: numbers, addresses. Knows texts, and nothing of calls or where texts come from. */
@NullMarked
package dev.earshot.transcript.redaction;

import org.jspecify.annotations.NullMarked;
