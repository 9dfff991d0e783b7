/**
 * What operators do with calls from a terminal, over REST as any other program could. A stranger to the server: it shares none of
 * its code, and knows nothing of where calls are kept.
 */
@NullMarked
package dev.earshot.client;

import org.jspecify.annotations.NullMarked;
