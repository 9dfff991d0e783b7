package dev.earshot.simulator.realtime;

import java.util.Map;
import java.util.Set;

/** The names of the protocol's events, and the short ones by which faults may call them. */
final class EventNames {

    static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

    static final Set<String> SERVER = Set.of(
            "error",
            "session.created",
            "session.updated",
            "input_audio_buffer.speech_started",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.committed",
            "input_audio_buffer.cleared",
            "conversation.item.added",
            "conversation.item.done",
            "conversation.item.deleted",
            "conversation.item.truncated",
            "conversation.item.retrieved",
            TRANSCRIPTION + "delta",
            TRANSCRIPTION + "completed",
            TRANSCRIPTION + "failed",
            "response.created",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.output_audio_transcript.delta",
            "response.output_audio_transcript.done",
            "response.output_audio.delta",
            "response.output_audio.done",
            "response.content_part.done",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.done",
            "rate_limits.updated");

    static final Set<String> CLIENT = Set.of(
            "session.update",
            "input_audio_buffer.append",
            "input_audio_buffer.commit",
            "input_audio_buffer.clear",
            "conversation.item.create",
            "conversation.item.delete",
            "conversation.item.truncate",
            "conversation.item.retrieve",
            "response.create",
            "response.cancel");

    /** {@code transcription} is all that is told of a turn's words. */
    static final Map<String, Set<String>> SHORT = Map.of(
            "created",
            Set.of("session.created"),
            "updated",
            Set.of("session.updated"),
            "speech_started",
            Set.of("input_audio_buffer.speech_started"),
            "speech_stopped",
            Set.of("input_audio_buffer.speech_stopped"),
            "committed",
            Set.of("input_audio_buffer.committed"),
            "delta",
            Set.of(TRANSCRIPTION + "delta"),
            "completed",
            Set.of(TRANSCRIPTION + "completed"),
            "transcription",
            Set.of(TRANSCRIPTION + "delta", TRANSCRIPTION + "completed", TRANSCRIPTION + "failed"));

    private EventNames() {}
}
