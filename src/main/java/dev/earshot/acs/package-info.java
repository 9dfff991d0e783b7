/**
 * The edge towards Azure Communication Services: its media messages, and the socket that it dials. Knows the wire and
 * hands over plain audio; knows nothing of sessions, transcripts or consoles.
 */
@NullMarked
package dev.earshot.acs;

import org.jspecify.annotations.NullMarked;
