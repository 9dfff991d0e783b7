package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.ServerEvent.Failed;
import dev.earshot.realtime.ServerEvent.Malformed;
import dev.earshot.realtime.ServerEvent.Other;
import dev.earshot.realtime.ServerEvent.ResponseCreated;
import dev.earshot.realtime.ServerEvent.ResponseDone;
import dev.earshot.realtime.ServerEvent.SessionCreated;
import dev.earshot.realtime.ServerEvent.SessionUpdated;
import dev.earshot.realtime.ServerEvent.SpeechStarted;
import dev.earshot.realtime.ServerEvent.SpeechStopped;
import dev.earshot.realtime.ServerEvent.ToolCallDone;
import dev.earshot.realtime.ServerEvent.TranscriptCompleted;
import dev.earshot.realtime.ServerEvent.TranscriptDelta;
import dev.earshot.realtime.ServerEvent.TranscriptFailed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                .isEqualTo(new ResponseDone("resp_F0aPw", "a3", "incomplete"));
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
            strings = {"conversation.item.added", "rate_limits.updated", "response.output_text.delta", "something.new"})
    @DisplayName("may be what needs no action")
    void other(String type) {
        assertThat(decode("{\"type\":\"" + type + "\",\"event_id\":\"event_F0\",\"item_id\":\"item_F0\"}"))
                .isEqualTo(new Other(type));
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
