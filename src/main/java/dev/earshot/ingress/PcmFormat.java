package dev.earshot.ingress;

/**
 * The format that a media stream announces.
 *
 * @param encoding as the wire names it; only {@code PCM} (16-bit little-endian, any case) is supported
 * @param sampleRate samples a second; 16000 and 24000 are supported
 * @param channels only 1 is supported
 */
public record PcmFormat(String encoding, int sampleRate, int channels) {

    /** What holds until metadata says otherwise. */
    public static final PcmFormat DEFAULT = new PcmFormat("PCM", 16_000, 1);

    /** Whether audio of this format can be heard. */
    public boolean supported() {
        return encoding.equalsIgnoreCase("PCM") && channels == 1 && (sampleRate == 16_000 || sampleRate == 24_000);
    }
}
