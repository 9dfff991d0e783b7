package dev.earshot.simulator.automation;

import java.util.Map;

/**
 * A request as it came in.
 *
 * @param target path and query
 * @param headers by their names in lower case
 */
public record RecordedRequest(String method, String target, Map<String, String> headers, String body) {}
