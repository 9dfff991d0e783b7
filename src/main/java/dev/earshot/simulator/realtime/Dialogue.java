package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.realtime.Fault.Alteration;
import dev.earshot.simulator.speech.SpeechWorker;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules of the protocol: what a session says to what it is told. Of one thread. */
final class Dialogue {

    private static final int MS_SAMPLES = InputAudio.SAMPLE_RATE / 1000;

    private final FaultPlay outbox;
    private final SessionRecord record;
    private final SpokenTurns turns;
    private final InputAudio audio;
    private final Conversation conversation;
    private final Transcripts transcripts;
    private final Responses responses;
    private SessionConfig config;

    /** @param schedule is to call {@link #due} with this id later */
    Dialogue(
            SessionConfig initial,
            FaultPlay outbox,
            SpeechWorker speech,
            Access access,
            SessionRecord record,
            Consumer<String> schedule) {
        this.config = initial;
        this.outbox = outbox;
        this.record = record;
        this.conversation = new Conversation(outbox);
        this.transcripts = new Transcripts(outbox);
        this.responses = new Responses(outbox, conversation, access.vendor(), Coach::answer, schedule);
        this.turns = new SpokenTurns(outbox, conversation, transcripts, responses, speech, access, () -> config);
        this.audio = new InputAudio(turns);
        audio.detect(config.turnDetection());
    }

    void begin() {
        sendConfig("session.created");
    }

    /** @throws RejectedException and nothing of the event applies */
    void onEvent(String type, ObjectNode event) throws RejectedException {
        switch (type) {
            case "input_audio_buffer.append" -> append(event.path("audio"));
            case "input_audio_buffer.commit" -> audio.commit();
            case "input_audio_buffer.clear" -> clear();
            case "session.update" -> update(event.path("session"));
            case "response.create" -> responses.create(ResponseRequest.of(event, config, conversation), config);
            case "response.cancel" -> responses.cancel(textOf(event, "response_id"));
            case "conversation.item.create" -> conversation.create(event);
            case "conversation.item.delete" -> conversation.delete(itemId(event));
            case "conversation.item.truncate" -> conversation.truncate(itemId(event), event);
            case "conversation.item.retrieve" -> conversation.retrieve(itemId(event));
            case "" -> throw RejectedException.missing("type");
            default ->
                throw RejectedException.invalid(
                        "type",
                        "Invalid value: '" + type + "'. Supported values are: 'session.update',"
                                + " 'input_audio_buffer.append', 'input_audio_buffer.commit',"
                                + " 'input_audio_buffer.clear', 'conversation.item.create',"
                                + " 'conversation.item.delete', 'conversation.item.truncate',"
                                + " 'conversation.item.retrieve', 'response.create', and 'response.cancel'.");
        }
    }

    /** The time of a response has come. */
    void due(String response, List<Alteration> fate) {
        responses.due(response, fate);
    }

    /** More words of a turn. */
    void heard(String item, String delta) {
        transcripts.delta(item, delta);
    }

    /** All words of a turn. */
    void understood(String item, String transcript) {
        transcripts.completed(item, transcript);
        conversation.transcribed(item, transcript);
    }

    void failed(String item) {
        transcripts.failed(item, "server_error");
    }

    private void append(JsonNode base64) throws RejectedException {
        byte[] pcm = InputAudio.decode(base64);
        record.onAppend(pcm);
        audio.append(pcm);
        outbox.onAudio(audio.position() / MS_SAMPLES);
    }

    private void clear() {
        turns.forgetOpen();
        audio.clear();
        outbox.send(Outbox.event("input_audio_buffer.cleared"));
    }

    private void update(JsonNode session) throws RejectedException {
        SessionConfig next = config.merge(session);
        if (responses.haveSpoken() && !next.voice().equals(config.voice())) {
            throw new RejectedException(
                    "cannot_update_voice",
                    "session.audio.output.voice",
                    "Cannot update a conversation's voice if assistant audio is present.");
        }
        config = next;
        audio.detect(config.turnDetection());
        sendConfig("session.updated");
    }

    private void sendConfig(String type) {
        outbox.send(Outbox.event(type).set("session", config.echo()));
    }

    private static String itemId(ObjectNode event) throws RejectedException {
        String id = textOf(event, "item_id");
        if (id == null) {
            throw RejectedException.missing("item_id");
        }
        return id;
    }

    private static @Nullable String textOf(ObjectNode event, String field) {
        return event.path(field).isTextual() ? event.path(field).asText() : null;
    }
}
