package dev.earshot.transcript;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A store's named failure. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final StoreFailure failure;

    public StoreException(StoreFailure failure, @Nullable Throwable cause) {
        super(failure.wireName(), cause);
        this.failure = failure;
    }

    public StoreFailure failure() {
        return failure;
    }

    /** The name of whatever a store's stage failed with. */
    public static StoreFailure failureOf(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StoreException named ? named.failure : StoreFailure.REFUSED;
    }
}
