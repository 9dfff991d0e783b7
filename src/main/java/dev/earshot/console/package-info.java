/**
 * What people see of calls: the hub's methods, the same over REST, and the page. Reads calls through {@link
 * dev.earshot.call.Calls} and has no state of its own but who is subscribed to what.
 */
@NullMarked
package dev.earshot.console;

import org.jspecify.annotations.NullMarked;
