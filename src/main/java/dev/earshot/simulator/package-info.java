/**
 * The other sides, for running without a cloud: a caller that plays ACS's part here, a realtime server, its speech
 * recognition and its coach below. Real sockets each, and strangers to the product: they share none of its protocol code.
 */
@NullMarked
package dev.earshot.simulator;

import org.jspecify.annotations.NullMarked;
