package dev.earshot.recorder;

import org.apache.pekko.actor.typed.internal.AdaptMessage;
import org.apache.pekko.actor.typed.internal.AdaptWithRegisteredMessageAdapter;
import org.apache.pekko.actor.typed.internal.TimerSchedulerImpl.TimerMsg;

/** Names messages so that one is found again when the same happens again: never by an identity. */
final class MessageNames {

    private static final String OURS = "dev.earshot.";

    private MessageNames() {}

    static String of(Object message) {
        if (message instanceof TimerMsg timer) {
            return "timer " + key(timer.key());
        }
        return name(content(message));
    }

    /** What somebody told, without what an adapter puts around it. */
    static Object content(Object message) {
        if (message instanceof AdaptWithRegisteredMessageAdapter<?> adapted) {
            return adapted.msg();
        }
        return message instanceof AdaptMessage<?, ?> adapted ? adapted.message() : message;
    }

    private static String name(Object message) {
        return message instanceof Enum<?> signal
                ? signal.name()
                : message.getClass().getSimpleName();
    }

    /** What a timer is known by: a text, a constant, a message, or something of ours that says which it is. */
    private static String key(Object key) {
        if (key instanceof Record record) {
            return record.getClass().getSimpleName();
        }
        if (key instanceof Class<?> type) {
            return type.getSimpleName();
        }
        boolean told = key instanceof String || key.getClass().getName().startsWith(OURS);
        return told ? key.toString() : key.getClass().getSimpleName();
    }
}
