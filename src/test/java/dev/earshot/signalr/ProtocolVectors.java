package dev.earshot.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Messages as the official JavaScript packages write them: {@code src/test/node/signalr/vectors.js} made the file. */
record ProtocolVectors(String json, String messagePack) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<ProtocolVectors> all() {
        return text().lines().map(ProtocolVectors::of).toList();
    }

    static String text() {
        try (InputStream in =
                Objects.requireNonNull(ProtocolVectors.class.getResourceAsStream("/signalr/vectors.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProtocolVectors of(String line) {
        try {
            JsonNode vector = JSON.readTree(line);
            return new ProtocolVectors(
                    vector.path("json").asText(), vector.path("messagePack").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] messagePackBytes() {
        return HexFormat.of().parseHex(messagePack);
    }

    byte[] jsonBytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return json.substring(0, Math.min(json.length() - 1, 60));
    }
}
