/**
 * ACS without ACS: a phone rings by an event, the Call Automation service can be asked to answer it, its media is dialled where
 * the answer said, and callbacks tell of it until it is over. A stranger to the product: it shares none of its code.
 */
@NullMarked
package dev.earshot.simulator.automation;

import org.jspecify.annotations.NullMarked;
