/**
 * One track's conversation with a realtime model: the GA protocol on the wire, the gate that holds audio until the model
 * has acknowledged what was asked of it, and the turns that come back.
 *
 * <p>Knows tracks as {@link dev.earshot.audio.TrackFeed}s. Knows neither where their audio comes from nor what becomes of
 * the text.
 */
@NullMarked
package dev.earshot.realtime;

import org.jspecify.annotations.NullMarked;
