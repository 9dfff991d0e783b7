package dev.earshot.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
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
        String participant =
                participantRawId == null ? "" : "\"participantRawID\":%s,".formatted(quoted(participantRawId));
        String data = Base64.getEncoder().encodeToString(Arrays.copyOfRange(pcm, from, from + length));
        return """
                {"kind":"AudioData","audioData":{"timestamp":"%s",%s"data":"%s","silent":%b}}"""
                .formatted(MILLISECONDS.format(timestamp), participant, data, silent);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
