/** What a console sees, in a real browser. */
@NullMarked
package dev.earshot.console;

import org.jspecify.annotations.NullMarked;
