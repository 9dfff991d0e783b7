package dev.earshot.simulator.realtime;

import org.jspecify.annotations.Nullable;

/** A client event that is answered with an {@code error} event, and of which nothing applies. */
final class RejectedException extends Exception {

    private final @Nullable String code;
    private final @Nullable String param;

    RejectedException(@Nullable String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.code = code;
        this.param = param;
    }

    static RejectedException missing(String param) {
        return new RejectedException(
                "missing_required_parameter", param, "Missing required parameter: '" + param + "'.");
    }

    static RejectedException unknown(String param) {
        return new RejectedException("unknown_parameter", param, "Unknown parameter: '" + param + "'.");
    }

    static RejectedException invalid(String param, String message) {
        return new RejectedException("invalid_value", param, message);
    }

    @Nullable
    String code() {
        return code;
    }

    @Nullable
    String param() {
        return param;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
