package dev.earshot.simulator.realtime;

import dev.earshot.simulator.speech.SpeechWorker;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a turn of speech leads to:
 *
 * <pre>
 * opened: input_audio_buffer.speech_started · an answer is interrupted · the recogniser begins
 * closed: input_audio_buffer.speech_stopped · committed · conversation.item.added · done · an answer begins
 * </pre>
 */
final class SpokenTurns implements InputAudio.Turns {

    private static final int MS_SAMPLES = InputAudio.SAMPLE_RATE / 1000;

    private final Outbox outbox;
    private final Conversation conversation;
    private final Transcripts transcripts;
    private final Responses responses;
    private final SpeechWorker speech;
    private final Access access;
    private final Supplier<SessionConfig> config;
    private @Nullable String open;

    SpokenTurns(
            Outbox outbox,
            Conversation conversation,
            Transcripts transcripts,
            Responses responses,
            SpeechWorker speech,
            Access access,
            Supplier<SessionConfig> config) {
        this.outbox = outbox;
        this.conversation = conversation;
        this.transcripts = transcripts;
        this.responses = responses;
        this.speech = speech;
        this.access = access;
        this.config = config;
    }

    /** Nothing more is told of the turn that is open. */
    void forgetOpen() {
        if (open != null) {
            transcripts.forget(open);
            open = null;
        }
    }

    @Override
    public void opened(String item, long startSample, boolean detected) {
        open = item;
        if (detected) {
            outbox.send(Outbox.event("input_audio_buffer.speech_started")
                    .put("audio_start_ms", startSample / MS_SAMPLES)
                    .put("item_id", item));
            interrupt();
        }
        config.get().transcriptionModel().ifPresent(model -> {
            transcripts.begin(item, model, access.transcribes(model.name()));
            if (transcripts.transcribes(item)) {
                speech.begin(item, startSample / MS_SAMPLES);
            }
        });
    }

    @Override
    public void heard(String item, byte[] pcm) {
        if (transcripts.transcribes(item)) {
            speech.hear(item, pcm);
        }
    }

    @Override
    public void closed(String item, long startSample, long endSample, boolean detected) {
        open = null;
        if (detected) {
            outbox.send(Outbox.event("input_audio_buffer.speech_stopped")
                    .put("audio_end_ms", endSample / MS_SAMPLES)
                    .put("item_id", item));
        }
        conversation.commitSpeech(item);
        if (detected) {
            answer();
        }
        transcripts.committed(item, endSample - startSample);
        if (transcripts.transcribes(item)) {
            speech.finish(item);
        }
    }

    private void interrupt() {
        config.get()
                .turnDetection()
                .filter(SessionConfig.TurnDetection::interruptResponse)
                .ifPresent(detection -> responses.interrupt());
    }

    private void answer() {
        boolean wanted = config.get()
                .turnDetection()
                .filter(SessionConfig.TurnDetection::createResponse)
                .isPresent();
        if (wanted && !responses.speaking()) {
            try {
                responses.create(ResponseRequest.of(Json.object(), config.get(), conversation), config.get());
            } catch (RejectedException e) {
                outbox.send(e.toEvent(Json.object().nullNode()));
            }
        }
    }
}
