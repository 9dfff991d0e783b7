/**
 * Phone calls as events: a call that rings is answered, and what becomes of it is followed until it is over. Knows Event
 * Grid's and the callbacks' JSON, and calls by their actor.
 */
@NullMarked
package dev.earshot.acs.answering;

import org.jspecify.annotations.NullMarked;
