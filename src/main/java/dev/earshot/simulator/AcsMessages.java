package dev.earshot.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The JSON that Azure Communication Services sends on a media socket: one object to a text message, in camel case. */
public final class AcsMessages {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private AcsMessages() {}

    /**
     * The first message of every socket.
     *
     * @param sampleRate samples a second of the audio that follows
     * @param frameBytes PCM bytes of an ordinary frame
     */
    public static String metadata(String subscriptionId, int sampleRate, int frameBytes) {
        return """
                {"kind":"AudioMetadata","audioMetadata":{"subscriptionId":%s,"encoding":"PCM","sampleRate":%d,"channels":1,"length":%d}}"""
                .formatted(quoted(subscriptionId), sampleRate, frameBytes);
    }

    /**
     * One frame of one voice, or of all of them mixed.
     *
     * @param timestamp written in UTC with exactly three decimals
     * @param participantRawId left out of the message if null, as it is when voices are mixed
     */
    public static String audio(
            Instant timestamp, @Nullable String participantRawId, byte[] pcm, int from, int length, boolean silent) {
        return audio(timestamp(timestamp), participantRawId, base64(pcm, from, length), silent);
    }

    /** One key that a participant pressed: a digit, {@code *} or {@code #}. */
    public static String dtmf(String tone) {
        return """
                {"kind":"DtmfData","dtmfData":{"data":%s}}""".formatted(quoted(tone));
    }

    /**
     * A message of each form that {@link AcsCaller} sends as long as it is asked for no fault: metadata at either rate, frames
     * of a participant and of the mixed stream, with sound, silent, silent without data, and a tone.
     */
    public static List<String> examples() {
        Instant time = Instant.parse("2026-11-22T09:59:59.970Z");
        byte[] pcm = new byte[640];
        new Random(1).nextBytes(pcm);
        return List.of(
                metadata("4f0a6f3c-9a0e-4d6f-8f6f-0d4b6d1c2a3b", 16_000, 640),
                metadata("4f0a6f3c-9a0e-4d6f-8f6f-0d4b6d1c2a3b", 24_000, 960),
                audio(time, "8:acs:example_agent", pcm, 0, pcm.length, false),
                audio(time, "4:+15550100", new byte[640], 0, 640, true),
                audio(time, "4:+15550100", pcm, 0, 0, true),
                audio(time, null, pcm, 0, pcm.length, false),
                dtmf("3"));
    }

    static String audio(String timestamp, @Nullable String participantRawId, String base64, boolean silent) {
        return """
                {"kind":"AudioData","audioData":{"timestamp":%s,%s"data":"%s","silent":%b}}"""
                .formatted(quoted(timestamp), participant("participantRawID", participantRawId), base64, silent);
    }

    static String base64(byte[] pcm, int from, int length) {
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(pcm, from, from + length));
    }

    /** A member and its comma, or nothing. */
    static String participant(String name, @Nullable String rawId) {
        return rawId == null ? "" : "\"%s\":%s,".formatted(name, quoted(rawId));
    }

    static String timestamp(Instant time) {
        return MILLISECONDS.format(time);
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
