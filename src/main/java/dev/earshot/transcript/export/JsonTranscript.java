package dev.earshot.transcript.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.transcript.export.TranscriptEntry.Flag;
import dev.earshot.transcript.export.TranscriptEntry.Gap;
import dev.earshot.transcript.export.TranscriptEntry.Speech;

/** One object, its entries one a line. */
final class JsonTranscript implements TranscriptWriter {

    @Override
    public String head(TranscriptHead head) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("v", 1).put("callId", head.callId()).put("state", head.ended() ? "ended" : "live");
        if (head.startedAt() != null) {
            json.put("startedAt", head.started());
        }
        json.put("durationMs", head.durationMs());
        head.speakers().forEach(json.putObject("speakers")::put);
        String object = json.toString();
        return object.substring(0, object.length() - 1) + ",\"entries\":[";
    }

    @Override
    public String speech(int number, Speech said) {
        ObjectNode json = entry("speech")
                .put("utterance", said.utterance())
                .put("track", said.track())
                .put("speaker", said.speaker())
                .put("startMs", said.startMs())
                .put("endMs", said.endMs())
                .put("text", said.text())
                .put("understood", said.cause() == null);
        return line(number, said.cause() == null ? json : json.put("cause", said.cause()));
    }

    @Override
    public String gap(int number, Gap gap) {
        return line(
                number,
                entry("gap")
                        .put("track", gap.track())
                        .put("speaker", gap.speaker())
                        .put("startMs", gap.startMs())
                        .put("endMs", gap.endMs()));
    }

    @Override
    public String flag(int number, Flag flag) {
        return line(number, entry("flag").put("startMs", flag.startMs()).put("note", flag.note()));
    }

    @Override
    public String end() {
        return "\n]}\n";
    }

    private static ObjectNode entry(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static String line(int number, ObjectNode entry) {
        return (number == 1 ? "\n" : ",\n") + entry;
    }
}
