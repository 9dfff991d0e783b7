/** Node scripts that tests run as processes of their own. Knows nothing of what they try. */
@NullMarked
package dev.earshot.node;

import org.jspecify.annotations.NullMarked;
