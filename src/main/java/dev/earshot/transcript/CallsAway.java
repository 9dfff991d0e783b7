package dev.earshot.transcript;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which calls' logs the store does not take now. A store that is away is so for all, and is logged once, not for each of
 * hundreds of calls; one that refuses a log may take the others, and each is named. Safe from any thread.
 */
final class CallsAway {

    private static final Logger log = LoggerFactory.getLogger(CallsAway.class);

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();

    /** Calls whose log the store does not take, for whatever cause. */
    int calls() {
        return calls.get();
    }

    void onAway(String callId, StoreFailure cause) {
        calls.incrementAndGet();
        if (!ofAll(cause) || cutOff.incrementAndGet() == 1) {
            log.atWarn()
                    .addKeyValue("call", callId)
                    .addKeyValue("cause", cause.wireName())
                    .log(
                            ofAll(cause)
                                    ? "The store is away: the logs of calls wait, this one first"
                                    : "The store does not take a call's log, which waits");
        }
    }

    void onBack(String callId, StoreFailure cause) {
        if (onOver(cause)) {
            log.atInfo()
                    .addKeyValue("call", callId)
                    .addKeyValue("cause", cause.wireName())
                    .log(
                            ofAll(cause)
                                    ? "The store is back: the logs of calls go on, this one last"
                                    : "The store takes a call's log again");
        }
    }

    /** A call's writer has stopped. Whether its cause is gone with it: no other call has that one. */
    boolean onOver(StoreFailure cause) {
        calls.decrementAndGet();
        return !ofAll(cause) || cutOff.decrementAndGet() == 0;
    }

    private static boolean ofAll(StoreFailure cause) {
        return cause == StoreFailure.AWAY || cause == StoreFailure.UNTRUSTED;
    }
}
