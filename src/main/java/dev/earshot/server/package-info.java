/** The doors: routes put together and bound, an admin door apart from them, and the way out. */
@NullMarked
package dev.earshot.server;

import org.jspecify.annotations.NullMarked;
