package dev.earshot.simulator.realtime;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What the server does wrong on purpose. Immutable; {@link RealtimeServer#inject} makes it count at once, for live sessions
 * too.
 *
 * @param upgradeStatus HTTP status that refuses the WebSocket upgrade, such as 401, 404 or 429; 0 lets it through
 * @param created when {@code session.created} comes
 * @param createdDelay held back for so long
 * @param update how a {@code session.update} is answered
 * @param updateDelay held back for so long; what is appended meanwhile is heard with the configuration before
 * @param killAfterMs resets the connection once so many milliseconds of audio were appended; 0 never does
 * @param transcription how a turn's transcription ends
 * @param responseDelay added to the time that a response takes
 * @param attempts the faults stop after so many connection attempts from the injection on
 */
public record Faults(
        int upgradeStatus,
        Created created,
        Duration createdDelay,
        Update update,
        Duration updateDelay,
        long killAfterMs,
        Transcription transcription,
        Duration responseDelay,
        int attempts) {

    /** The server as it should be. */
    public static final Faults NONE = new Faults(
            0,
            Created.SENT,
            Duration.ZERO,
            Update.ECHOED,
            Duration.ZERO,
            0,
            Transcription.COMPLETED,
            Duration.ZERO,
            Integer.MAX_VALUE);

    /** What becomes of {@code session.created}. */
    public enum Created {
        SENT,
        NEVER
    }

    /** What becomes of a {@code session.update} that is in order. */
    public enum Update {
        /** Applied, and answered with {@code session.updated}. */
        ECHOED,
        /** Applied, and answered twice. */
        DOUBLED,
        /** Something else than was asked for is applied and echoed. */
        DISTORTED,
        /** Not applied, and never answered. */
        IGNORED,
        /** Not applied, and answered with an {@code error}. */
        REFUSED
    }

    /** What becomes of a turn's transcription. */
    public enum Transcription {
        COMPLETED,
        /** Each turn ends with {@code …input_audio_transcription.failed}. */
        FAILED,
        /** Nothing comes: no delta and no end. */
        NEVER
    }

    public Faults withUpgradeStatus(int status) {
        return edit(draft -> draft.upgradeStatus = status);
    }

    public Faults withCreated(Created fate) {
        return edit(draft -> draft.created = fate);
    }

    public Faults withCreatedDelay(Duration delay) {
        return edit(draft -> draft.createdDelay = delay);
    }

    public Faults withUpdate(Update fate) {
        return edit(draft -> draft.update = fate);
    }

    public Faults withUpdateDelay(Duration delay) {
        return edit(draft -> draft.updateDelay = delay);
    }

    public Faults withKillAfterMs(long ms) {
        return edit(draft -> draft.killAfterMs = ms);
    }

    public Faults withTranscription(Transcription fate) {
        return edit(draft -> draft.transcription = fate);
    }

    public Faults withResponseDelay(Duration delay) {
        return edit(draft -> draft.responseDelay = delay);
    }

    /** These faults, for the next {@code count} connection attempts only. */
    public Faults forAttempts(int count) {
        return edit(draft -> draft.attempts = count);
    }

    /**
     * Faults in words, as the environment gives them: {@code update=distorted,update-delay=500,kill-after=8000}. Keys:
     * {@code upgrade-status}, {@code created}, {@code created-delay}, {@code update}, {@code update-delay},
     * {@code kill-after}, {@code transcription}, {@code response-delay}, {@code attempts}; times in milliseconds.
     *
     * @throws IllegalArgumentException an unknown key or value
     */
    public static Faults parse(String text) {
        Faults faults = NONE;
        for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("not a fault: '" + pair + "'");
            }
            faults = faults.with(parts[0].strip(), parts[1].strip());
        }
        return faults;
    }

    private Faults with(String key, String value) {
        return switch (key) {
            case "upgrade-status" -> withUpgradeStatus(Integer.parseInt(value));
            case "created" -> withCreated(Created.valueOf(value.toUpperCase(Locale.ROOT)));
            case "created-delay" -> withCreatedDelay(Duration.ofMillis(Long.parseLong(value)));
            case "update" -> withUpdate(Update.valueOf(value.toUpperCase(Locale.ROOT)));
            case "update-delay" -> withUpdateDelay(Duration.ofMillis(Long.parseLong(value)));
            case "kill-after" -> withKillAfterMs(Long.parseLong(value));
            case "transcription" -> withTranscription(Transcription.valueOf(value.toUpperCase(Locale.ROOT)));
            case "response-delay" -> withResponseDelay(Duration.ofMillis(Long.parseLong(value)));
            case "attempts" -> forAttempts(Integer.parseInt(value));
            default -> throw new IllegalArgumentException("unknown fault: '" + key + "'");
        };
    }

    private Faults edit(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.faults();
    }

    /** A copy that can still be changed. */
    private static final class Draft {
        private int upgradeStatus;
        private Created created;
        private Duration createdDelay;
        private Update update;
        private Duration updateDelay;
        private long killAfterMs;
        private Transcription transcription;
        private Duration responseDelay;
        private int attempts;

        Draft(Faults from) {
            upgradeStatus = from.upgradeStatus;
            created = from.created;
            createdDelay = from.createdDelay;
            update = from.update;
            updateDelay = from.updateDelay;
            killAfterMs = from.killAfterMs;
            transcription = from.transcription;
            responseDelay = from.responseDelay;
            attempts = from.attempts;
        }

        Faults faults() {
            return new Faults(
                    upgradeStatus,
                    created,
                    createdDelay,
                    update,
                    updateDelay,
                    killAfterMs,
                    transcription,
                    responseDelay,
                    attempts);
        }
    }
}
