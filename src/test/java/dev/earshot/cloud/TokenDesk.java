package dev.earshot.cloud;

import dev.earshot.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives out tokens when the test says so, in a time that is moved by hand. */
public final class TokenDesk extends ManualClock implements TokenSource {

    private final List<CompletableFuture<AccessToken>> asked = new CopyOnWriteArrayList<>();

    public TokenDesk() {
        super("2026-11-22T12:00:00Z");
    }

    @Override
    public CompletionStage<AccessToken> fetch() {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    public int timesAsked() {
        return asked.size();
    }

    /** The newest question is answered. */
    public void gives(String token, Duration life) {
        newest().complete(new AccessToken(token, instant().plus(life)));
    }

    public void fails(Throwable why) {
        newest().completeExceptionally(why);
    }

    private CompletableFuture<AccessToken> newest() {
        return asked.get(asked.size() - 1);
    }
}
