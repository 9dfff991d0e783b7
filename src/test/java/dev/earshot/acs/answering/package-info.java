/** What holds for phone calls that are answered. */
@NullMarked
package dev.earshot.acs.answering;

import org.jspecify.annotations.NullMarked;
