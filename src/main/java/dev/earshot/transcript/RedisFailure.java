package dev.earshot.transcript;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.security.cert.CertificateException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
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
        if (cause instanceof StoreException named) {
            return named;
        }
        return new StoreException(
                answer(cause)
                        .map(answer -> name(String.valueOf(answer.getMessage())))
                        .orElse(untrusted(cause).isPresent() ? StoreFailure.UNTRUSTED : StoreFailure.AWAY),
                cause);
    }

    /** In the words of whoever knows best: the server, the one who looked at its certificate, or the system. */
    static String reason(Throwable failure) {
        Throwable told = answer(failure)
                .<Throwable>map(answer -> answer)
                .or(() -> untrusted(failure))
                .orElseGet(() -> root(failure));
        return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
    }

    static boolean noAnswer(Throwable failure) {
        return cause(failure) instanceof RedisCommandTimeoutException;
    }

    /** Whether whoever answered is no master, or none any more. */
    static boolean fromReplica(Throwable failure) {
        return cause(failure) instanceof RedisCommandExecutionException answer
                && String.valueOf(answer.getMessage()).contains(READ_ONLY);
    }

    /** A connection may fail because of what a server answered to it, to a wrong password for one. */
    private static Optional<RedisCommandExecutionException> answer(Throwable failure) {
        return within(failure)
                .filter(RedisCommandExecutionException.class::isInstance)
                .map(RedisCommandExecutionException.class::cast)
                .findFirst();
    }

    private static Optional<Throwable> untrusted(Throwable failure) {
        return within(failure).filter(CertificateException.class::isInstance).findFirst();
    }

    private static Throwable root(Throwable failure) {
        return within(failure)
                .filter(each -> each.getCause() == null && each.getSuppressed().length == 0)
                .findFirst()
                .orElse(failure);
    }

    /** All that led to a failure: of several servers that were tried, each has had its own. */
    private static Stream<Throwable> within(Throwable failure) {
        Set<Throwable> all = new LinkedHashSet<>();
        collect(failure, all);
        return all.stream();
    }

    private static void collect(@Nullable Throwable failure, Set<Throwable> into) {
        if (failure != null && into.add(failure)) {
            collect(failure.getCause(), into);
            for (Throwable each : failure.getSuppressed()) {
                collect(each, into);
            }
        }
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
