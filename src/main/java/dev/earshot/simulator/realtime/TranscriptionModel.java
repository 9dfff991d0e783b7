package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The transcription model that a session asked for, and what it does differently from others. */
record TranscriptionModel(String name) {

    private static final int AUDIO_TOKENS_A_SECOND = 10;
    private static final int CHARS_A_TOKEN = 4;

    /** Whether words are told while someone still speaks: two models do, the others begin at the commit. */
    boolean live() {
        return name.startsWith("gpt-realtime-whisper") || name.startsWith("gpt-live-transcribe");
    }

    /** Whether a turn's first word has a space before it. */
    boolean spaceFirst() {
        return !countsTokens();
    }

    /** What a turn of {@code samples} samples was billed. */
    ObjectNode usage(long samples, String transcript) {
        long seconds = (samples + InputAudio.SAMPLE_RATE - 1) / InputAudio.SAMPLE_RATE;
        if (!countsTokens()) {
            return Json.object().put("type", "duration").put("seconds", seconds);
        }
        long input = samples * AUDIO_TOKENS_A_SECOND / InputAudio.SAMPLE_RATE;
        long output = transcript.length() / CHARS_A_TOKEN;
        ObjectNode usage = Json.object().put("type", "tokens").put("total_tokens", input + output);
        usage.put("input_tokens", input);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", input);
        return usage.put("output_tokens", output);
    }

    private boolean countsTokens() {
        return name.startsWith("gpt-4o");
    }
}
