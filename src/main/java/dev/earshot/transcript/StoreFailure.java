package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why a store did not do what it was asked. */
public enum StoreFailure {
    /** It cannot be reached, or did not answer in time; worth trying again. */
    AWAY("storeAway"),
    /** Another owner of the call, with a higher epoch, has written: this one must stop. */
    STALE_OWNER("staleOwner"),
    /** The call was erased: nothing of it is to be kept, and its owner must stop. */
    ERASED("callErased"),
    /** It answered, and said no: out of memory, read-only, wrong type of key, not allowed. */
    REFUSED("storeRefused"),
    /** Nobody whom we trust vouches for its certificate, or it is that of another host: nothing was said to it. */
    UNTRUSTED("storeUntrusted"),
    /** It takes events more slowly than they come. */
    SLOW("storeSlow"),
    /** Nothing waits on disk here: no directory is set, or the store has no need of one. */
    SPILL_OFF("spillOff"),
    /** What may wait on disk is full. */
    SPILL_FULL("spillFull"),
    /** The disk does not do what it is asked. */
    SPILL_BROKEN("spillBroken");

    private final String wireName;

    StoreFailure(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** Whether trying again is of no use, whatever happens to the store. */
    public boolean forGood() {
        return this == STALE_OWNER || this == ERASED;
    }
}
