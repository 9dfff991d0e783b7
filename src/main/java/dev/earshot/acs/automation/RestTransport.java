package dev.earshot.acs.automation;

import java.util.concurrent.CompletionStage;

/** Sends one request, once. */
@FunctionalInterface
interface RestTransport {

    /**
     * The response, whatever its status.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} after a bounded time, with anything else where there
     *     is no response
     */
    CompletionStage<RestResponse> send(RestRequest request);
}
