/** What holds for the platform's media messages and socket. */
@NullMarked
package dev.earshot.acs;

import org.jspecify.annotations.NullMarked;
