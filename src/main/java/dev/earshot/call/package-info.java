/**
 * The life of a call: starts what hears it, writes it down and coaches it, keeps it through failures, ends it once.
 *
 * <p>Wires the floors below, which do not know one another. Knows no protocol of the outside.
 */
@NullMarked
package dev.earshot.call;

import org.jspecify.annotations.NullMarked;
