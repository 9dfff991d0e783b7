/**
 * How a caller misbehaves: the language of its faults, the steps that a call is made of, the socket that can do all that a network
 * and a bad peer can do, and the account of what was done, to hold Earshot's ledger against. Knows nothing of speech files.
 */
@NullMarked
package dev.earshot.simulator.caller;

import org.jspecify.annotations.NullMarked;
