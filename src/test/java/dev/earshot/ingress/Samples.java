package dev.earshot.ingress;

/** Samples that tell their own position: the one at position n is n, in its low 16 bits. */
final class Samples {

    private Samples() {}

    static byte[] counting(long from, int samples) {
        byte[] bytes = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            bytes[2 * i] = (byte) (from + i);
            bytes[2 * i + 1] = (byte) ((from + i) >> 8);
        }
        return bytes;
    }
}
