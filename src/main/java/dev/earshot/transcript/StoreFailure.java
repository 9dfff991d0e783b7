package dev.earshot.transcript;

/** Why a store did not do what it was asked. */
public enum StoreFailure {
    /** It cannot be reached, or did not answer in time; worth trying again. */
    AWAY("storeAway"),
    /** Another owner of the call, with a higher epoch, has written: this one must stop. */
    STALE_OWNER("staleOwner"),
    /** It answered, and said no: out of memory, wrong type of key, not allowed. */
    REFUSED("storeRefused");

    private final String wireName;

    StoreFailure(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
