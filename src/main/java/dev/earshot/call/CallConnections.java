package dev.earshot.call;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the platform's calls a call of ours is. The first that names one binds it, whoever answered the call or the first media
 * socket; from there on a socket of another, or of none, is not this call's. Nor can two calls be the same one.
 */
final class CallConnections {

    private final Map<String, String> byCall = new HashMap<>();
    private final Map<String, String> callOf = new HashMap<>();

    /**
     * Binds the call where it is not bound yet.
     *
     * @param connectionId the platform's id, null where whoever comes names none
     * @return false where it belongs to another
     */
    boolean bind(String callId, @Nullable String connectionId) {
        String bound = byCall.get(callId);
        if (bound != null) {
            return bound.equals(connectionId);
        } else if (connectionId == null) {
            return true;
        } else if (callOf.putIfAbsent(connectionId, callId) != null) {
            return false;
        }
        byCall.put(callId, connectionId);
        return true;
    }

    /** The call is over. */
    void forget(String callId) {
        String connectionId = byCall.remove(callId);
        if (connectionId != null) {
            callOf.remove(connectionId);
        }
    }
}
