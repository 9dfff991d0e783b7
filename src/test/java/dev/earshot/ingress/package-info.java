/** What holds for call audio on its way in. */
@NullMarked
package dev.earshot.ingress;

import org.jspecify.annotations.NullMarked;
