package dev.earshot.console;

import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.StoreFailure;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** The store's failure as consoles are told of it: with a name, and not as an error of this process. */
final class StoreProblem {
    private StoreProblem() {}

    /** The store's failure, if it is one. */
    static Optional<StoreFailure> of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StoreException named ? Optional.of(named.failure()) : Optional.empty();
    }

    static String message(StoreFailure failure) {
        return failure == StoreFailure.AWAY ? "The store cannot be reached now" : "The store does not answer this";
    }
}
