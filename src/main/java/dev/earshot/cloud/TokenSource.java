package dev.earshot.cloud;

import java.util.concurrent.CompletionStage;

/** Where tokens come from. */
@FunctionalInterface
public interface TokenSource {

    /**
     * A token of now; may take its time, and may block the thread that it is called on.
     *
     * @return fails with {@link NoTokenException} where it is known why there is none
     */
    CompletionStage<AccessToken> fetch();
}
