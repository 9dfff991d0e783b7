/**
 * The part of ACS Call Automation's REST interface that Earshot needs: answer a call, hang it up, start and stop its media
 * streaming. Knows the wire and how to ask again; knows nothing of what Earshot does with a call.
 */
@NullMarked
package dev.earshot.acs.automation;

import org.jspecify.annotations.NullMarked;
