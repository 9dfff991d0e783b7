package dev.earshot.audio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** One pair of recordings from {@code golden/}: 16 kHz input and the 24 kHz that must come of it. */
record GoldenVector(String name, byte[] input, byte[] reference) {

    static List<GoldenVector> all() {
        try {
            JsonNode vectors =
                    new ObjectMapper().readTree(bytes("manifest.json")).get("vectors");
            return StreamSupport.stream(vectors.spliterator(), false)
                    .map(vector -> new GoldenVector(
                            vector.get("name").asText(),
                            bytes(vector.get("input").asText()),
                            bytes(vector.get("reference").asText())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GoldenVector named(String name) {
        return all().stream()
                .filter(vector -> vector.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(String file) {
        try (InputStream in = GoldenVector.class.getResourceAsStream("/golden/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
