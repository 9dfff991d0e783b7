package dev.earshot.acs.automation;

/**
 * What a call's media is to be like. It flows from the platform to us only.
 *
 * @param dtmf whether keys that are pressed are told
 */
public record MediaStreaming(Channel channel, Rate rate, boolean dtmf) {

    /** Whether participants are told apart. The platform sends the four loudest of them at most. */
    public enum Channel {
        UNMIXED("unmixed"),
        MIXED("mixed");

        private final String wireName;

        Channel(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** Samples a second, 16 bits each. */
    public enum Rate {
        KHZ_16("pcm16KMono"),
        KHZ_24("pcm24KMono");

        private final String wireName;

        Rate(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }
}
