package dev.earshot.simulator.realtime;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let in, and what one who is not is told. The vendors differ: one upgrades first, says why not in an event and
 * closes; the other refuses the upgrade.
 *
 * @param key that clients must show; empty takes any
 * @param models that there are; empty means every name is one
 * @param transcriptionModels likewise; a turn for which there is none ends with {@code DeploymentNotFound}
 */
record Access(Vendor vendor, String key, Set<String> models, Set<String> transcriptionModels) {

    static final Access ANYONE = new Access(Vendor.OPENAI, "", Set.of(), Set.of());

    private static final int BAD_KEY = 3_000;
    private static final int BAD_REQUEST = 4_000;

    /** What to answer to someone who knocks. */
    sealed interface Answer {

        record Welcome(String model) implements Answer {}

        /** An HTTP status instead of the upgrade. */
        record Refused(int status, String code, String message) implements Answer {}

        /** Upgraded, told why not, and closed. */
        record TurnedAway(String code, String message, int closeCode) implements Answer {}
    }

    /** The first line of a request; header names in lower case. */
    record Knock(String path, Map<String, String> query, Map<String, String> headers) {}

    static String closeReason(String code) {
        return "invalid_request_error." + code;
    }

    boolean transcribes(String model) {
        return transcriptionModels.isEmpty() || transcriptionModels.contains(model);
    }

    Answer answer(Knock knock) {
        return vendor == Vendor.AZURE ? azure(knock) : openAi(knock);
    }

    private Answer openAi(Knock knock) {
        if (!knock.path().equals(vendor.path())) {
            return new Answer.Refused(404, "not_found", "Invalid URL.");
        }
        if (knock.headers().getOrDefault("openai-beta", "").contains("realtime=v1")) {
            return new Answer.TurnedAway(
                    "beta_api_shape_disabled",
                    "The Realtime Beta API is no longer supported. Please use /v1/realtime for the GA API.",
                    BAD_REQUEST);
        }
        if (!key.isEmpty() && !bearer(knock).equals(Optional.of(key))) {
            return new Answer.TurnedAway("invalid_api_key", "Incorrect API key provided.", BAD_KEY);
        }
        String model = knock.query().getOrDefault("model", "");
        if (model.isEmpty()
                || knock.query().containsKey("intent")
                || knock.query().containsKey("call_id")) {
            return new Answer.TurnedAway(
                    "invalid_value", "The query must name a model, and neither an intent nor a call.", BAD_REQUEST);
        }
        if (!known(model)) {
            return new Answer.TurnedAway("model_not_found", "The model '" + model + "' does not exist.", BAD_REQUEST);
        }
        return new Answer.Welcome(model);
    }

    private Answer azure(Knock knock) {
        if (!knock.path().equals(vendor.path())) {
            return knock.path().toLowerCase(Locale.ROOT).startsWith("/openai/")
                    ? new Answer.Refused(400, "OpperationNotSupported", "The operation is not supported.")
                    : new Answer.Refused(404, "404", "Resource not found");
        }
        Optional<String> shown = Optional.ofNullable(knock.headers().get("api-key"))
                .or(() -> bearer(knock))
                .or(() -> Optional.ofNullable(knock.query().get("api-key")));
        boolean right = shown.filter(key.isEmpty() ? any -> !any.isBlank() : key::equals)
                .isPresent();
        if (!right || knock.query().containsKey("api-version")) {
            return new Answer.Refused(
                    401, "401", "Access denied due to invalid subscription key or wrong API endpoint.");
        }
        String model = knock.query().getOrDefault("model", "");
        if (model.isEmpty() || !known(model)) {
            return new Answer.Refused(
                    404, "DeploymentNotFound", "The API deployment for this resource does not exist.");
        }
        return new Answer.Welcome(model);
    }

    private boolean known(String model) {
        return models.isEmpty() || models.contains(model);
    }

    private static Optional<String> bearer(Knock knock) {
        return Optional.ofNullable(knock.headers().get("authorization"))
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
    }
}
