/** Tests of who may come in. */
@NullMarked
package dev.earshot.access;

import org.jspecify.annotations.NullMarked;
