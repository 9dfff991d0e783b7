/** Where Earshot is put together: its settings, its parts wired, its start and its end. Everything may be known here. */
@NullMarked
package dev.earshot;

import org.jspecify.annotations.NullMarked;
