package dev.earshot.realtime;

import dev.earshot.cloud.NoTokenException;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.SocketEnd;
import dev.earshot.sockets.SocketFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a realtime session ended. The wire name is at once log value, metric tag and what the console is told.
 *
 * <p>A fatal cause would come back with the next session too: it is shown with what to do about it and not tried again.
 */
public enum SessionCause {
    CALL_ENDED("callEnded", Remedy.NONE_NEEDED, "the call is over"),
    EXPIRING("sessionExpiring", Remedy.NONE_NEEDED, "the session is about to reach its maximum duration"),
    ROTATED("rotated", Remedy.NONE_NEEDED, "the next session has taken over"),
    HEARD_AGAIN(
            "heardAgain", Remedy.NONE_NEEDED, "another session hears again what this one has not brought to an end"),
    CONNECT_FAILED("connectFailed", Remedy.RETRY, "no connection to the realtime service"),
    TOKEN_UNAVAILABLE("tokenUnavailable", Remedy.RETRY, "no token for the realtime service could be had"),
    UPGRADE_REFUSED("upgradeRefused", Remedy.RETRY, "the realtime service refused the connection"),
    RATE_LIMITED("rateLimited", Remedy.RETRY, "the realtime service asks for fewer sessions"),
    HANDSHAKE_TIMEOUT("handshakeTimeout", Remedy.RETRY, "the session was not confirmed in time"),
    SERVICE_SILENT("serviceSilent", Remedy.RETRY, "the realtime service says nothing, not even when it is asked"),
    HALF_OPEN("halfOpen", Remedy.RETRY, "the connection stands and its other end does not answer"),
    CONNECTION_LOST("connectionLost", Remedy.RETRY, "the connection broke"),
    CLOSED_BY_SERVER("closedByServer", Remedy.RETRY, "the realtime service closed the session"),
    SESSION_EXPIRED("sessionExpired", Remedy.RETRY, "the session reached its maximum duration"),
    SERVER_ERROR("serverError", Remedy.RETRY, "the realtime service reported an error of its own"),
    PROTOCOL_ERROR("protocolError", Remedy.RETRY, "the realtime service sent what is not the protocol"),
    INTERNAL_ERROR("internalError", Remedy.RETRY, "the session failed on our side"),
    UNAUTHORIZED(
            "unauthorized",
            Remedy.OPERATOR,
            "check EARSHOT_REALTIME_API_KEY, or with entra what the identity may do with the resource"),
    IDENTITY_REFUSED(
            "identityRefused",
            Remedy.OPERATOR,
            "no token is given to this identity: check EARSHOT_REALTIME_AZURE_IDENTITY and the AZURE_ names that it goes by"),
    NOT_FOUND("notFound", Remedy.OPERATOR, "check EARSHOT_REALTIME_URL and EARSHOT_REALTIME_MODEL"),
    QUOTA_EXHAUSTED("quotaExhausted", Remedy.OPERATOR, "the account has no quota left"),
    CONFIGURATION_REJECTED("configurationRejected", Remedy.OPERATOR, "the model does not take this configuration"),
    CONFIGURATION_MISMATCH(
            "configurationMismatch", Remedy.OPERATOR, "the model acknowledged another configuration than was asked"),
    NEVER_READY("neverReady", Remedy.OPERATOR, "the realtime service never confirmed a session");

    /** Words of the reason with which a service closes a session that has come of age. */
    private static final String EXPIRED = "maximum duration";

    private enum Remedy {
        NONE_NEEDED,
        RETRY,
        OPERATOR
    }

    private final String wireName;
    private final Remedy remedy;
    private final String explanation;

    SessionCause(String wireName, Remedy remedy, String explanation) {
        this.wireName = wireName;
        this.remedy = remedy;
        this.explanation = explanation;
    }

    public String wireName() {
        return wireName;
    }

    /** A new session would end the same way: someone has to act first. */
    public boolean fatal() {
        return remedy == Remedy.OPERATOR;
    }

    /** One line for whoever can act. */
    public String explanation() {
        return explanation;
    }

    /** The cause that an {@code error} event names in answer to our configuration. */
    static SessionCause ofHandshakeError(String code, String type) {
        SessionCause cause = ofError(code);
        if (cause == null) {
            return type.equals("server_error") ? SERVER_ERROR : CONFIGURATION_REJECTED;
        }
        return cause;
    }

    /** The cause that an {@code error} event names before we have asked for anything: it cannot be our configuration. */
    static SessionCause ofEarlyError(String code) {
        SessionCause cause = ofError(code);
        return cause == null ? SERVER_ERROR : cause;
    }

    /** The cause behind the end of a connection. Close codes of the service's own: 3000 and 4000. */
    static SessionCause ofEnd(ConnectionEnd end) {
        if (end instanceof ConnectionEnd.Told told) {
            return told.cause();
        }
        if (end instanceof ConnectionEnd.Refused refused) {
            return ofUpgradeStatus(refused.status());
        }
        if (end instanceof ConnectionEnd.NoCredential none) {
            return ofNoToken(none.why().kind());
        }
        return end instanceof ConnectionEnd.Ended ended ? ofSocketEnd(ended.how()) : CONNECT_FAILED;
    }

    private static SessionCause ofNoToken(NoTokenException.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE -> TOKEN_UNAVAILABLE;
            case REFUSED -> IDENTITY_REFUSED;
        };
    }

    private static SessionCause ofSocketEnd(SocketEnd end) {
        if (end instanceof SocketEnd.Closed closed) {
            return ofClose(closed.code(), closed.reason());
        }
        Throwable cause = ((SocketEnd.Failed) end).cause();
        if (cause instanceof SocketFailure failure) {
            return ofFailure(failure.kind());
        }
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof IOException) {
                return CONNECTION_LOST;
            }
        }
        return INTERNAL_ERROR;
    }

    private static SessionCause ofFailure(SocketFailure.Kind kind) {
        return switch (kind) {
            case NO_CLOSE_FRAME, PEER_TAKES_NOTHING -> CONNECTION_LOST;
            case SILENT_PEER -> HALF_OPEN;
            case MESSAGE_TOO_LARGE, TOO_MUCH, PROTOCOL_VIOLATION -> PROTOCOL_ERROR;
        };
    }

    /** A reason may say more than its code: {@code invalid_request_error.model_not_found} ends with the code of an error. */
    private static SessionCause ofClose(int code, String reason) {
        SessionCause named = ofError(reason.substring(reason.lastIndexOf('.') + 1));
        return switch (code) {
            case 3000 -> named == null ? UNAUTHORIZED : named;
            case 4000 -> named == null ? CONFIGURATION_REJECTED : named;
            case 1001 -> reason.contains(EXPIRED) ? SESSION_EXPIRED : CLOSED_BY_SERVER;
            default -> CLOSED_BY_SERVER;
        };
    }

    /**
     * The cause for which a working session ends on an {@code error} event, or null where it goes on: "most errors are
     * recoverable and the session will stay open".
     */
    static @Nullable SessionCause ofError(String code) {
        return switch (code) {
            case "invalid_api_key", "account_deactivated" -> UNAUTHORIZED;
            case "model_not_found", "invalid_model" -> NOT_FOUND;
            case "insufficient_quota", "billing_hard_limit_reached" -> QUOTA_EXHAUSTED;
            case "beta_api_shape_disabled" -> CONFIGURATION_REJECTED;
            case "rate_limit_exceeded" -> RATE_LIMITED;
            case "session_expired" -> SESSION_EXPIRED;
            case "server_error" -> SERVER_ERROR;
            default -> null;
        };
    }

    private static SessionCause ofUpgradeStatus(int status) {
        return switch (status) {
            case 401, 403 -> UNAUTHORIZED;
            case 404 -> NOT_FOUND;
            case 429 -> RATE_LIMITED;
            default -> UPGRADE_REFUSED;
        };
    }
}
