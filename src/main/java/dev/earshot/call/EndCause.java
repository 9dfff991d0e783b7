package dev.earshot.call;

/** Why a call ended. The wire name is at once log value, metric tag and what the console is told. */
public enum EndCause {
    /** The media socket closed and none followed within the grace period. */
    MEDIA_ENDED("mediaEnded"),
    /** The call was opened and no media ever came. */
    NO_MEDIA("noMedia"),
    /** The phone call is over, as the platform reports. */
    HUNG_UP("hungUp"),
    /** The platform could not be made to take the phone call. */
    NOT_ANSWERED("notAnswered"),
    /** The platform does not send the phone call's media, however often it was asked to. */
    MEDIA_FAILED("mediaFailed"),
    /** Earshot itself stops. */
    SHUTDOWN("shutdown"),
    /** Another owner has taken the call over. */
    STALE_OWNER("staleOwner"),
    /** The call was erased while it lived here. */
    ERASED("callErased"),
    /** The part that takes the audio in failed on our side. */
    INTERNAL_ERROR("internalError");

    private final String wireName;

    EndCause(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
