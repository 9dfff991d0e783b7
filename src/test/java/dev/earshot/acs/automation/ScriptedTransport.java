package dev.earshot.acs.automation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers as it was told to, in order; and remembers what it was sent. */
final class ScriptedTransport implements RestTransport {

    final List<RestRequest> sent = new ArrayList<>();
    private final Deque<CompletionStage<RestResponse>> script = new ArrayDeque<>();

    ScriptedTransport answers(int status, String body) {
        return answers(status, Map.of(), body);
    }

    ScriptedTransport answers(int status, Map<String, String> headers, String body) {
        script.add(CompletableFuture.completedFuture(new RestResponse(status, headers, body)));
        return this;
    }

    ScriptedTransport fails(Throwable failure) {
        script.add(CompletableFuture.failedFuture(failure));
        return this;
    }

    @Override
    public CompletionStage<RestResponse> send(RestRequest request) {
        sent.add(request);
        return script.remove();
    }
}
