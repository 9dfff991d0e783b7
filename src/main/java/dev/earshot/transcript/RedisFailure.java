package dev.earshot.transcript;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Names for what Redis and its client answer when something goes wrong. */
final class RedisFailure {

    /** How our scripts refuse a stale owner, and anybody who writes a call that was erased. */
    static final String STALE = "STALEOWNER";

    static final String ERASED = "ERASED";

    /** How a server says that it is not the one to ask just now: it starts, it is a replica, the slot moves. */
    private static final List<String> ELSEWHERE =
            List.of("LOADING", "MASTERDOWN", "NOREPLICAS", "BUSY ", "MOVED ", "ASK ", "TRYAGAIN", "CLUSTERDOWN");

    /** Where a script runs into it, older servers put words before this. */
    private static final String READ_ONLY = "READONLY ";

    private RedisFailure() {}

    /** What a stage failed with, without what stages put around it. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    static StoreException named(Throwable failure) {
        Throwable cause = cause(failure);
        RedisCommandExecutionException answer = answer(cause);
        return new StoreException(
                answer == null ? StoreFailure.AWAY : name(String.valueOf(answer.getMessage())), cause);
    }

    /** Whether whoever answered is no master, or none any more. */
    static boolean fromReplica(Throwable failure) {
        return cause(failure) instanceof RedisCommandExecutionException answer
                && String.valueOf(answer.getMessage()).contains(READ_ONLY);
    }

    /** A connection may fail because of what the server answered to it, to a wrong password for one. */
    private static @Nullable RedisCommandExecutionException answer(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof RedisCommandExecutionException)) {
            cause = cause.getCause();
        }
        return (RedisCommandExecutionException) cause;
    }

    private static StoreFailure name(String message) {
        if (message.startsWith(STALE)) {
            return StoreFailure.STALE_OWNER;
        } else if (message.startsWith(ERASED)) {
            return StoreFailure.ERASED;
        }
        boolean elsewhere = message.contains(READ_ONLY) || ELSEWHERE.stream().anyMatch(message::startsWith);
        return elsewhere ? StoreFailure.AWAY : StoreFailure.REFUSED;
    }
}
