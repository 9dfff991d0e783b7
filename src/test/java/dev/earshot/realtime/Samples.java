package dev.earshot.realtime;

import dev.earshot.audio.PolyphaseResampler;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Samples that tell their own position: the one at position n is n, in its low 16 bits. */
final class Samples {
    private static final String APPEND = "{\"type\":\"input_audio_buffer.append\",\"audio\":\"";

    private Samples() {}

    static byte[] counting(long from, int samples) {
        byte[] bytes = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            bytes[2 * i] = (byte) (from + i);
            bytes[2 * i + 1] = (byte) ((from + i) >> 8);
        }
        return bytes;
    }

    static boolean isAppend(String event) {
        return event.startsWith(APPEND);
    }

    /** The audio that an append event carries. */
    static byte[] of(String append) {
        return Base64.getDecoder().decode(append.substring(APPEND.length(), append.length() - 2));
    }

    /** All audio of these events in one piece. */
    static byte[] joined(List<String> events) {
        byte[] all = {};
        for (String event : events) {
            if (isAppend(event)) {
                byte[] part = of(event);
                int end = all.length;
                all = Arrays.copyOf(all, end + part.length);
                System.arraycopy(part, 0, all, end, part.length);
            }
        }
        return all;
    }

    /** What one resampler makes of a whole track. */
    static byte[] resampled(byte[] track) {
        PolyphaseResampler resampler = new PolyphaseResampler();
        byte[] out = new byte[PolyphaseResampler.maxOutputBytes(track.length) + PolyphaseResampler.MAX_FLUSH_BYTES];
        int bytes = resampler.resample(track, 0, track.length, out, 0);
        bytes += resampler.flush(out, bytes);
        return Arrays.copyOf(out, bytes);
    }
}
