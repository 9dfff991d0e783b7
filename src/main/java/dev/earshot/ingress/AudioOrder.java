package dev.earshot.ingress;

import java.util.function.Supplier;

/**
 * What comes before what in a call's audio, for whoever has to tell it again: what the audio's thread does, and where others looked
 * at it meanwhile. Whoever does not need it takes {@link #NONE}.
 */
public interface AudioOrder {

    /** Nobody has to know. */
    AudioOrder NONE = new AudioOrder() {
        @Override
        public MediaPort port(MediaPort port) {
            return port;
        }

        @Override
        public <T> T between(Supplier<T> look) {
            return look.get();
        }
    };

    /** The port of one more media socket, as the socket is to have it. */
    MediaPort port(MediaPort port);

    /** What another thread than the audio's looks at, or changes: not while that one is in the midst of something. Must be short. */
    <T> T between(Supplier<T> look);
}
