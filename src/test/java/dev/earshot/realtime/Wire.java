package dev.earshot.realtime;

/** What a realtime service says, as it is on the wire. */
final class Wire {
    static final String CREATED =
            """
            {"type":"session.created","event_id":"event_F0aPqT3mWcXy1ZbKd7LrA","session":{"type":"realtime",\
            "object":"realtime.session","id":"sess_F0aPqB8nVtYw2QcHj5MsE","model":"gpt-realtime","output_modalities":["audio"],\
            "instructions":"You are a helpful assistant.","tools":[],"tool_choice":"auto","max_output_tokens":"inf",\
            "tracing":null,"truncation":"auto","prompt":null,"expires_at":1795360447,"audio":{"input":{"format":\
            {"type":"audio/pcm","rate":24000},"transcription":null,"noise_reduction":null,"turn_detection":\
            {"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":200,"idle_timeout_ms":null,\
            "create_response":true,"interrupt_response":true}},"output":{"format":{"type":"audio/pcm","rate":24000},\
            "voice":"alloy","speed":1.0}},"include":null}}""";

    static final String UPDATED =
            """
            {"type":"session.updated","event_id":"event_F0aPrN6gKsDf0VhUe4JyX","session":{"type":"realtime",\
            "object":"realtime.session","id":"sess_F0aPqB8nVtYw2QcHj5MsE","model":"gpt-realtime","output_modalities":["text"],\
            "instructions":"You listen to one side of a phone call. Never answer the speaker. Answer only when you are asked \
            to, as asked.","tools":[],"tool_choice":"auto","max_output_tokens":"inf","tracing":null,"truncation":"auto",\
            "prompt":null,"expires_at":1795360447,"audio":{"input":{"format":{"type":"audio/pcm","rate":24000},\
            "transcription":{"model":"gpt-realtime-whisper","language":null,"prompt":null},"noise_reduction":null,\
            "turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,\
            "idle_timeout_ms":null,"create_response":false,"interrupt_response":false}},"output":{"format":\
            {"type":"audio/pcm","rate":24000},"voice":"alloy","speed":1.0}},"include":null}}""";

    /** The service will answer every turn: not what was asked. */
    static final String UPDATED_CHANGED = UPDATED.replace("\"create_response\":false", "\"create_response\":true");

    /** No transcript will come: not what was asked. */
    static final String UPDATED_LACKING =
            UPDATED.replace("{\"model\":\"gpt-realtime-whisper\",\"language\":null,\"prompt\":null}", "null");

    private Wire() {}

    static String error(String code, String message) {
        return "{\"type\":\"error\",\"event_id\":\"event_F0aPz\",\"error\":{\"type\":\"invalid_request_error\",\"code\":\""
                + code + "\",\"message\":\"" + message + "\",\"param\":null,\"event_id\":null}}";
    }

    static String errorAbout(String clientEvent, String code) {
        return error(code, "No.").replace("\"event_id\":null", "\"event_id\":\"" + clientEvent + "\"");
    }

    static String speechStarted(String item, long startMs) {
        return "{\"type\":\"input_audio_buffer.speech_started\",\"event_id\":\"event_F0aPs\",\"audio_start_ms\":"
                + startMs + ",\"item_id\":\"" + item + "\"}";
    }

    static String speechStopped(String item, long endMs) {
        return "{\"type\":\"input_audio_buffer.speech_stopped\",\"event_id\":\"event_F0aPu\",\"audio_end_ms\":" + endMs
                + ",\"item_id\":\"" + item + "\"}";
    }

    static String delta(String item, String text) {
        return "{\"type\":\"conversation.item.input_audio_transcription.delta\",\"event_id\":\"event_F0aPt\",\"item_id\":\""
                + item + "\",\"content_index\":0,\"delta\":\"" + text + "\",\"obfuscation\":\"WccDcNlLtE\"}";
    }

    static String completed(String item, String text) {
        return "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"event_id\":\"event_F0aPv\",\"item_id\":\""
                + item + "\",\"content_index\":0,\"transcript\":\"" + text
                + "\",\"usage\":{\"type\":\"duration\",\"seconds\":3}}";
    }

    static String responseCreated(String response, String ask) {
        return "{\"type\":\"response.created\",\"event_id\":\"event_F0aPw\",\"response\":{\"object\":\"realtime.response\",\"id\":\""
                + response
                + "\",\"status\":\"in_progress\",\"output\":[],\"conversation_id\":null,\"metadata\":{\"ask\":\"" + ask
                + "\"}}}";
    }

    static String toolCall(String response, String call) {
        return "{\"type\":\"response.function_call_arguments.done\",\"event_id\":\"event_F0aPx\",\"response_id\":\""
                + response
                + "\",\"item_id\":\"item_F0aPx\",\"output_index\":0,\"call_id\":\"" + call
                + "\",\"name\":\"offer_hint\",\"arguments\":\"{}\"}";
    }

    static String responseDone(String response, String status) {
        return "{\"type\":\"response.done\",\"event_id\":\"event_F0aPy\",\"response\":{\"object\":\"realtime.response\",\"id\":\""
                + response + "\",\"status\":\"" + status
                + "\",\"output\":[],\"conversation_id\":null,\"metadata\":null}}";
    }
}
