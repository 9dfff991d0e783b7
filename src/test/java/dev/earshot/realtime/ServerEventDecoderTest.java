package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.earshot.realtime.ServerEvent.Failed;
import dev.earshot.realtime.ServerEvent.ItemDeleted;
import dev.earshot.realtime.ServerEvent.Malformed;
import dev.earshot.realtime.ServerEvent.Other;
import dev.earshot.realtime.ServerEvent.ResponseCreated;
import dev.earshot.realtime.ServerEvent.ResponseDelta;
import dev.earshot.realtime.ServerEvent.ResponseDone;
import dev.earshot.realtime.ServerEvent.SessionCreated;
import dev.earshot.realtime.ServerEvent.SessionUpdated;
import dev.earshot.realtime.ServerEvent.SpeechStarted;
import dev.earshot.realtime.ServerEvent.SpeechStopped;
import dev.earshot.realtime.ServerEvent.ToolCallAdded;
import dev.earshot.realtime.ServerEvent.ToolCallDone;
import dev.earshot.realtime.ServerEvent.TranscriptCompleted;
import dev.earshot.realtime.ServerEvent.TranscriptDelta;
import dev.earshot.realtime.ServerEvent.TranscriptFailed;
import dev.earshot.realtime.ServerEvent.TurnCommitted;
import dev.earshot.realtime.ServerEvent.Unneeded;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the service says")
class ServerEventDecoderTest {

    @Test
    @DisplayName("begins with a session and its id")
    void sessionCreated() {
        assertThat(
                        decode(
                                """
                        {"type":"session.created","event_id":"event_F0aPqT3mWcXy1ZbKd7LrA","session":{"type":"realtime",\
                        "object":"realtime.session","id":"sess_F0aPqB8nVtYw2QcHj5MsE","model":"gpt-realtime",\
                        "expires_at":1795360447,"audio":{"input":{"transcription":null}},"include":null}}"""))
                .isInstanceOfSatisfying(SessionCreated.class, created -> {
                    assertThat(created.sessionId()).isEqualTo("sess_F0aPqB8nVtYw2QcHj5MsE");
                    assertThat(created.session().path("model").asText()).isEqualTo("gpt-realtime");
                });
    }

    @Test
    @DisplayName("acknowledges a configuration with the whole of it")
    void sessionUpdated() {
        assertThat(
                        decode(
                                "{\"type\":\"session.updated\",\"event_id\":\"event_F0\",\"session\":{\"type\":\"realtime\",\"tools\":[]}}"))
                .isInstanceOfSatisfying(SessionUpdated.class, updated -> assertThat(updated.session())
                        .hasToString("{\"type\":\"realtime\",\"tools\":[]}"));
    }

    @Test
    @DisplayName("gives the start and the end of speech in ms of the session")
    void speech() {
        assertThat(
                        decode(
                                """
                        {"type":"input_audio_buffer.speech_started","event_id":"event_F0aPs1UxNfGk4TzBw6QhJ",\
                        "audio_start_ms":1556,"item_id":"item_F0aPsR7yLmDe9XcVn3PoK"}"""))
                .isEqualTo(new SpeechStarted("item_F0aPsR7yLmDe9XcVn3PoK", 1556));
        assertThat(
                        decode(
                                """
                        {"type":"input_audio_buffer.speech_stopped","event_id":"event_F0aPu5WqHsJt8ErZy2CmL",\
                        "audio_end_ms":4224,"item_id":"item_F0aPsR7yLmDe9XcVn3PoK"}"""))
                .isEqualTo(new SpeechStopped("item_F0aPsR7yLmDe9XcVn3PoK", 4224));
    }

    @Test
    @DisplayName("transcribes in deltas that keep their leading space, then as a whole")
    void transcript() {
        assertThat(
                        decode(
                                """
                        {"type":"conversation.item.input_audio_transcription.delta","event_id":"event_F0aPt","item_id":"item_F0aPs",\
                        "content_index":0,"delta":" Hello","obfuscation":"WccDcNlLtE"}"""))
                .isEqualTo(new TranscriptDelta("item_F0aPs", 0, " Hello"));
        assertThat(
                        decode(
                                """
                        {"type":"conversation.item.input_audio_transcription.completed","event_id":"event_F0aPv","item_id":\
                        "item_F0aPs","content_index":0,"transcript":"Hello – “good” day.\\n","usage":{"type":"duration","seconds":3}}"""))
                .isEqualTo(new TranscriptCompleted("item_F0aPs", 0, "Hello – “good” day.\n"));
    }

    @Test
    @DisplayName("says that a transcript failed, and of what")
    void transcriptFailed() {
        assertThat(
                        decode(
                                """
                        {"type":"conversation.item.input_audio_transcription.failed","event_id":"event_F0","item_id":"item_F0aPs",\
                        "content_index":0,"error":{"type":"server_error","code":"DeploymentNotFound",\
                        "message":"Input transcription failed for item 'item_F0aPs'.","param":null}}"""))
                .isEqualTo(new TranscriptFailed("item_F0aPs", 0, "DeploymentNotFound"));
        assertThat(decode("{\"type\":\"conversation.item.input_audio_transcription.failed\",\"item_id\":\"i\"}"))
                .isEqualTo(new TranscriptFailed("i", 0, "unknown"));
    }

    @Test
    @DisplayName("answers a question of ours, or one that is not ours")
    void response() {
        assertThat(
                        decode(
                                """
                        {"type":"response.created","event_id":"event_F0","response":{"object":"realtime.response","id":"resp_F0aPw",\
                        "status":"in_progress","output":[],"conversation_id":null,"output_modalities":["text"],"usage":null,\
                        "metadata":{"purpose":"coach","ask":"a3","utterance":"t2-u4"}}}"""))
                .isEqualTo(new ResponseCreated("resp_F0aPw", "a3"));
        assertThat(decode("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"metadata\":null}}"))
                .isEqualTo(new ResponseCreated("resp_1", null));
        assertThat(
                        decode(
                                """
                        {"type":"response.done","event_id":"event_F0","response":{"object":"realtime.response","id":"resp_F0aPw",\
                        "status":"incomplete","status_details":{"type":"incomplete","reason":"max_output_tokens"},"output":[],\
                        "metadata":{"ask":"a3"}}}"""))
                .isEqualTo(new ResponseDone("resp_F0aPw", "a3", "incomplete", "max_output_tokens", List.of()));
    }

    @Test
    @DisplayName("calls a tool, with odd white space in its arguments")
    void toolCall() {
        assertThat(
                        decode(
                                """
                        {"type":"response.function_call_arguments.done","event_id":"event_F0","response_id":"resp_F0aPw",\
                        "item_id":"item_F0aPx","output_index":0,"call_id":"call_7KdQwXzLmN4pRtVb","name":"offer_hint",\
                        "arguments":"{  \\n  \\"text\\": \\"Ask.\\" \\n} \\n"}"""))
                .isEqualTo(new ToolCallDone(
                        "resp_F0aPw", "call_7KdQwXzLmN4pRtVb", "offer_hint", "{  \n  \"text\": \"Ask.\" \n} \n"));
    }

    @Test
    @DisplayName(
            "reports an error by its code, or by its type where it has no code, and which event of ours it is about")
    void error() {
        assertThat(
                        decode(
                                """
                        {"type":"error","event_id":"event_F0","error":{"type":"invalid_request_error","code":"unknown_parameter",\
                        "message":"Unknown parameter: 'session.x'.","param":"session.x","event_id":"a3"}}"""))
                .isEqualTo(new Failed(
                        "unknown_parameter", "invalid_request_error", "Unknown parameter: 'session.x'.", "a3"));
        assertThat(decode("{\"type\":\"error\",\"error\":{\"type\":\"server_error\",\"code\":null,\"event_id\":null}}"))
                .isEqualTo(new Failed("server_error", "server_error", "", null));
        assertThat(decode("{\"type\":\"error\",\"error\":{}}")).isEqualTo(new Failed("unknown", "unknown", "", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conversation.item.done",
                "conversation.item.input_audio_transcription.segment",
                "input_audio_buffer.timeout_triggered",
                "rate_limits.updated",
                "response.content_part.added",
                "response.output_text.done"
            })
    @DisplayName("may be what needs no action")
    void unneeded(String type) {
        assertThat(decode("{\"type\":\"" + type + "\",\"event_id\":\"event_F0\",\"item_id\":\"item_F0\"}"))
                .isEqualTo(new Unneeded(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"something.new", "response.something.new", "response.audio.delta"})
    @DisplayName("may be new to us")
    void other(String type) {
        assertThat(decode("{\"type\":\"" + type + "\",\"event_id\":\"event_F0\"}"))
                .isEqualTo(new Other(type));
        assertThat(decode("{\"type\":\"" + "x".repeat(5000) + "\"}")).isEqualTo(new Other("x".repeat(64)));
    }

    @Test
    @DisplayName("names the item before a turn that is in the conversation")
    void committed() {
        assertThat(
                        decode(
                                """
                        {"type":"input_audio_buffer.committed","event_id":"event_F0","previous_item_id":null,"item_id":"item_F1"}"""))
                .isEqualTo(new TurnCommitted("item_F1", null));
        assertThat(
                        decode(
                                """
                        {"type":"conversation.item.added","event_id":"event_F0","previous_item_id":"item_F1","item":{"id":"item_F2",\
                        "type":"message","status":"completed","role":"user","content":[{"type":"input_audio","transcript":null}]}}"""))
                .isEqualTo(new TurnCommitted("item_F2", "item_F1"));
        assertThat(decode("{\"type\":\"conversation.item.deleted\",\"item_id\":\"item_F1\"}"))
                .isEqualTo(new ItemDeleted("item_F1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"item_1\",\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]}",
                "{\"id\":\"item_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}",
                "{\"id\":\"item_1\",\"type\":\"function_call\",\"name\":\"offer_hint\",\"call_id\":\"call_1\"}",
                "{\"id\":\"item_1\",\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"{}\"}"
            })
    @DisplayName("takes no item for a turn that was not spoken")
    void notSpoken(String item) {
        assertThat(decode("{\"type\":\"conversation.item.added\",\"previous_item_id\":null,\"item\":" + item + "}"))
                .isEqualTo(new Unneeded("conversation.item.added"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.output_text.delta",
                "response.function_call_arguments.delta",
                "response.output_audio.delta",
                "response.output_audio_transcript.delta"
            })
    @DisplayName("lets an answer begin, be it in words, in sound or in a call")
    void responseDelta(String type) {
        assertThat(decode("{\"type\":\"" + type
                        + "\",\"response_id\":\"resp_1\",\"item_id\":\"item_1\",\"delta\":\"I\"}"))
                .isEqualTo(new ResponseDelta("resp_1"));
    }

    @Test
    @DisplayName("carries a call where it begins, where it is done, and in the whole response")
    void toolCallItems() {
        String event =
                """
                {"type":"response.output_item.%s","response_id":"resp_1","output_index":0,"item":{"id":"item_1",\
                "type":"function_call","status":"%s","name":"offer_hint","call_id":"call_1","arguments":"{}"}}""";
        assertThat(decode(event.formatted("added", "in_progress")))
                .isEqualTo(new ToolCallAdded("resp_1", "call_1", "offer_hint"));
        assertThat(decode(event.formatted("done", "completed")))
                .isEqualTo(new ToolCallDone("resp_1", "call_1", "offer_hint", "{}"));
        assertThat(decode(event.formatted("done", "incomplete")))
                .as("cut short")
                .isEqualTo(new Unneeded("response.output_item.done"));
        assertThat(
                        decode(
                                """
                        {"type":"response.done","response":{"id":"resp_1","status":"failed","status_details":{"type":"failed","error":\
                        {"type":"rate_limit_error","code":"rate_limit_exceeded"}},"metadata":{"ask":"a1"},"output":[{"type":"message"},\
                        {"type":"function_call","status":"completed","name":"offer_hint","call_id":"call_1","arguments":"{}"}]}}"""))
                .isEqualTo(new ResponseDone(
                        "resp_1",
                        "a1",
                        "failed",
                        "rate_limit_exceeded",
                        List.of(new ToolCallDone("resp_1", "call_1", "offer_hint", "{}"))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("may be garbled in any way, and then never throws")
    void garbled(int seed) {
        String event =
                """
                {"type":"response.done","response":{"id":"resp_1","status":"failed","status_details":{"error":{"code":null}},\
                "output":[{"type":"function_call","call_id":7}],"metadata":[1,2e9]}}""";
        String noise = "{}[]\":,\\0e-\u0000\uD800x";
        Random random = new Random(seed);
        StringBuilder garbled = new StringBuilder(event);
        for (int change = 0; change <= seed % 8; change++) {
            int at = random.nextInt(garbled.length());
            char with = noise.charAt(random.nextInt(noise.length()));
            garbled.replace(at, at + random.nextInt(4), String.valueOf(with));
        }

        assertThatCode(() -> decode(garbled.toString()))
                .as("seed %d: %s", seed, garbled)
                .doesNotThrowAnyException();
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "null",
                "[]",
                "17",
                "\"session.updated\"",
                "{}",
                "{\"type\":5}",
                "{\"type\":null}",
                "{\"type\":\"session.updated\"}",
                "{\"type\":\"session.updated\",\"session\":null}",
                "{\"type\":\"session.updated\",\"session\":[]}",
                "{\"type\":\"session.created\",\"session\":\"sess_1\"}",
                "{\"type\":\"error\"}",
                "{\"type\":\"error\",\"error\":\"no\"}",
                "{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"i\"}",
                "{\"type\":\"input_audio_buffer.speech_started\",\"audio_start_ms\":5}",
                "{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"i\",\"audio_start_ms\":\"5\"}",
                "{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"i\",\"audio_start_ms\":-1}",
                "{\"type\":\"input_audio_buffer.speech_stopped\",\"item_id\":\"i\",\"audio_end_ms\":1e300}",
                "{\"type\":\"input_audio_buffer.speech_stopped\",\"item_id\":\"i\",\"audio_end_ms\":9223372036854775807}",
                "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"item_id\":\"i\",\"transcript\":null}",
                "{\"type\":\"response.done\",\"response\":{\"id\":7}}",
                "{\"type\":\"something.new\"}{\"type\":\"something.new\"}",
                "{\"type\":\"conversation.item.added\",\"item\":null}",
                "{\"type\":\"response.output_item.added\",\"response_id\":\"r\",\"item\":{\"type\":\"function_call\"}}",
                "\u0000\uFFFD{{{{"
            })
    @DisplayName("may be no event, and then never throws")
    void malformed(String text) {
        assertThat(decode(text)).isInstanceOf(Malformed.class);
    }

    @Test
    @DisplayName("is bounded in depth and length")
    void bounds() {
        String deep = "{\"type\":\"session.updated\",\"session\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5001);
        assertThat(decode(deep)).isEqualTo(new Malformed("not JSON"));
        assertThat(decode("{\"type\":\"response.output_text.delta\",\"response_id\":\"" + "x".repeat(513) + "\"}"))
                .isEqualTo(new Malformed("response.output_text.delta without response_id"));
        assertThat(decode("{\"type\":\"" + "x".repeat((1 << 20) + 1) + "\"}")).isEqualTo(new Malformed("not JSON"));
    }

    @Test
    @DisplayName("is called unreadable without a word of what it said")
    void discreet() {
        assertThat(
                        decode(
                                "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"transcript\":\"my salary\"}"))
                .isEqualTo(new Malformed("conversation.item.input_audio_transcription.completed without item_id"));
    }

    private static ServerEvent decode(String text) {
        return ServerEventDecoder.decode(text);
    }
}
