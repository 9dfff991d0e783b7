package dev.earshot.acs;

import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.PcmFormat;
import org.jspecify.annotations.Nullable;

/** One message on the media socket, as far as it matters here. */
public sealed interface MediaMessage {

    /** What the audio will be like; absent members have their documented defaults. */
    record Metadata(PcmFormat format) implements MediaMessage {}

    /**
     * One frame of one track.
     *
     * @param participant the raw id, null in the mixed stream; the same instance again for the same participant
     * @param timestampMicros µs since 1970, or {@link MediaPort#NO_TIMESTAMP}, or {@link MediaPort#BAD_TIMESTAMP}
     * @param silent false where the message does not say
     * @param data PCM from index 0 on, {@code length} bytes of it; valid until the decoder's next message
     */
    @SuppressWarnings("ArrayRecordComponent") // lent for the length of one call, and never compared
    record Audio(@Nullable String participant, long timestampMicros, boolean silent, byte[] data, int length)
            implements MediaMessage {}

    /** Nothing to hear in it: a kind that is not used or not known, or a message that cannot be read. */
    record Unusable(MediaAnomaly cause) implements MediaMessage {}
}
