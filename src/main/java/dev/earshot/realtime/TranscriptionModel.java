package dev.earshot.realtime;

import java.util.Arrays;

/** The families of models that only transcribe, by what they take. A name that is not known takes what all of them do. */
public enum TranscriptionModel {
    GPT_REALTIME_WHISPER("gpt-realtime-whisper", true),
    GPT_LIVE_TRANSCRIBE("gpt-live-transcribe", true),
    GPT_TRANSCRIBE("gpt-transcribe", false),
    GPT_4O_TRANSCRIBE("gpt-4o-transcribe", false),
    GPT_4O_MINI_TRANSCRIBE("gpt-4o-mini-transcribe", false),
    GPT_4O_TRANSCRIBE_DIARIZE("gpt-4o-transcribe-diarize", false),
    WHISPER_1("whisper-1", false),
    UNKNOWN("", false);

    private final String wireName;
    private final boolean live;

    TranscriptionModel(String wireName, boolean live) {
        this.wireName = wireName;
        this.live = live;
    }

    /** The family of a model, dated or not. */
    public static TranscriptionModel of(String model) {
        return Arrays.stream(values())
                .filter(family -> family.wireName.equals(ConversationModel.undated(model)))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** The name of the family; empty where it is not known. */
    public String wireName() {
        return wireName;
    }

    /** Whether it writes while someone speaks, and takes {@code delay}; the others begin when the turn has ended. */
    public boolean live() {
        return live;
    }
}
