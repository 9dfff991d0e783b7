package dev.earshot.call;

import dev.earshot.ingress.AudioOrder;
import dev.earshot.transcript.LoggedEvent;

/** Who writes down what happens to a call, so that it can happen again. */
public interface CallRecorder {

    /** Nobody does. */
    CallRecorder NONE = new CallRecorder() {
        @Override
        public AudioOrder audio() {
            return AudioOrder.NONE;
        }

        @Override
        public void onLogged(LoggedEvent event) {}
    };

    /** What is to be told of the call's audio. */
    AudioOrder audio();

    /** An event is in the call's log; told on the log's thread. */
    void onLogged(LoggedEvent event);
}
