package dev.earshot.acs.answering;

import dev.earshot.access.Entrance;
import java.net.URI;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Where the platform is told to find a call: below one address that it can reach, with the call's secret where one is asked for. */
public final class CallAddresses {

    private final Supplier<URI> base;
    private final BiFunction<Entrance, String, Optional<String>> secrets;

    /**
     * The addresses of calls.
     *
     * @param base http or https, with or without a path; asked when it is needed, as a port may be known late
     * @param secrets of an entrance of a call, fit to stand in a URL
     */
    public CallAddresses(Supplier<URI> base, BiFunction<Entrance, String, Optional<String>> secrets) {
        this.base = base;
        this.secrets = secrets;
    }

    URI callbacks(String callId) {
        String secret = secrets.apply(Entrance.CALLBACKS, callId)
                .map(known -> "?secret=" + known)
                .orElse("");
        return URI.create(root() + "/acs/callbacks/" + callId + secret);
    }

    /** http becomes ws, and https wss. */
    URI media(String callId) {
        String secret =
                secrets.apply(Entrance.MEDIA, callId).map(known -> "/" + known).orElse("");
        return URI.create(root().replaceFirst("^http", "ws") + "/acs/media/" + callId + secret);
    }

    private String root() {
        return base.get().toString().replaceFirst("/+$", "");
    }
}
