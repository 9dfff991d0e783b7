package dev.earshot.acs.automation;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** By this the service knows a request that it has seen: it is carried out once, however often it is sent. */
record Repeatability(UUID id, Instant firstSent) {

    Map<String, String> headers() {
        return Map.of(
                "Repeatability-Request-ID",
                id.toString(),
                "Repeatability-First-Sent",
                RequestSignature.date(firstSent));
    }
}
