/**
 * The ASP.NET Core SignalR hub protocol for Pekko HTTP: what the official clients need to call methods on this server and
 * to be called by it. Knows Pekko, Jackson, msgpack-core and SLF4J, and nothing of calls; fit to be a library of its own.
 */
@NullMarked
package dev.earshot.signalr;

import org.jspecify.annotations.NullMarked;
