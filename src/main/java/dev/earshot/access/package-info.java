/**
 * Who may come in: signed tokens with the keys to check them, shared secrets, and the causes for which someone is turned away.
 * Knows nothing of calls, routes or sockets. No token or secret is ever in a log, a message or a {@code toString}.
 */
@NullMarked
package dev.earshot.access;

import org.jspecify.annotations.NullMarked;
