package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.faults.FaultScope;
import dev.earshot.simulator.faults.FaultWords;
import dev.earshot.simulator.faults.ScopedRule;
import dev.earshot.simulator.realtime.Fault.Alteration;
import dev.earshot.simulator.realtime.Fault.Change;
import dev.earshot.simulator.realtime.Fault.Moment;
import dev.earshot.simulator.realtime.Fault.Strike;
import dev.earshot.simulator.realtime.FaultTarget.Side;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The language of faults: {@code [sessions:] what [when]}.
 *
 * <pre>
 * session 2: reset after 3200ms of audio
 * every 3 sessions: refuse 503 retry-after 2s
 * 10% of sessions: silence after speech_started
 * delay updated by 800ms
 * </pre>
 */
final class FaultParser {

    private static final Pattern ORDINAL = Pattern.compile("(\\d{1,6})(?:st|nd|rd|th)");
    private static final Duration SWAP_WITHIN = Duration.ofSeconds(3);
    private static final int LOWEST_CLOSE_CODE = 1_000;
    private static final int HIGHEST_CLOSE_CODE = 4_999;

    private final FaultScope sessions;
    private final FaultWords words;
    private final String rule;

    private FaultParser(FaultScope sessions, FaultWords words, String rule) {
        this.sessions = sessions;
        this.words = words;
        this.rule = rule;
    }

    /** @throws IllegalArgumentException which says what is wrong with the rule */
    static Fault parse(String rule) {
        ScopedRule scoped = ScopedRule.of(rule, "session");
        Fault fault = new FaultParser(scoped.scope(), scoped.words(), rule).fault();
        scoped.words().end();
        return fault;
    }

    private Fault fault() {
        String verb = words.next("what to do");
        return switch (verb) {
            case "refuse" -> refuse();
            case "reset" -> strike(new Deed.Reset());
            case "silence" -> strike(new Deed.Silence());
            case "stall" -> strike(new Deed.Stall());
            case "close" -> strike(new Deed.Close(closeCode()));
            case "error" -> strike(new Deed.Fail(words.code(), words.take("close") ? closeCode() : 0));
            case "expire" -> strike(new Deed.Expire(withError()));
            case "stop" -> stopReading();
            case "drop" -> change(target(Side.SERVER, Side.CLIENT, Side.RESPONSE), new Alteration.Drop());
            case "double" -> change(target(Side.SERVER), new Alteration.Twice());
            case "delay" -> delay();
            case "distort" -> distort();
            case "reject" -> change(target(Side.CLIENT), new Alteration.Reject(codeOr("invalid_value")));
            case "fail" -> fail();
            case "cut" -> cut();
            case "reorder" -> reorder();
            default ->
                throw words.wrong("'" + verb + "' is unknown; there are refuse, reset, silence, stall, close, error,"
                        + " expire, stop reading, drop, double, delay, distort, reject, fail, cut and reorder");
        };
    }

    private Fault refuse() {
        int status = words.number("the HTTP status", 400, 599);
        int retryAfter = words.take("retry-after") ? (int) words.duration().toSeconds() : 0;
        if (words.take("at")) {
            words.expect("upgrade");
        }
        return new Strike(sessions, new Deed.Refuse(status, retryAfter), new Moment.Upgrade(), rule);
    }

    private Fault stopReading() {
        words.expect("reading", "for");
        return strike(new Deed.StopReading(words.duration()));
    }

    private Fault delay() {
        FaultTarget target = target(Side.SERVER, Side.CLIENT, Side.RESPONSE, Side.UPGRADE);
        words.expect("by");
        return change(target, new Alteration.Delay(words.duration()));
    }

    private Fault distort() {
        FaultTarget target = target(Side.SERVER);
        String path = words.next("the path of the field").replace('.', '/');
        JsonNode value = Json.object().nullNode();
        if (words.take("to")) {
            String json = words.rest();
            try {
                value = Json.parse("{\"value\":" + json + "}").path("value");
            } catch (RejectedException e) {
                throw words.wrong("'" + json + "' is not JSON");
            }
        }
        return change(target, new Alteration.Distort("/" + path, value));
    }

    private Fault fail() {
        FaultTarget named = target(Side.SERVER, Side.RESPONSE);
        if (named.side() == Side.RESPONSE) {
            return change(named, new Alteration.FailWith(codeOr("server_error")));
        }
        Set<String> completed = Set.of(EventNames.TRANSCRIPTION + "completed");
        if (!named.types().containsAll(completed)) {
            throw words.wrong("only a transcription or a response can fail");
        }
        FaultTarget target = new FaultTarget(Side.SERVER, completed, named.nth(), named.share());
        return change(target, new Alteration.FailWith(codeOr("DeploymentNotFound")));
    }

    private Fault cut() {
        FaultTarget target = target(Side.RESPONSE);
        words.expect("short");
        return change(target, new Alteration.CutShort());
    }

    private Fault reorder() {
        words.expect("completions");
        Duration within = words.take("within") ? words.duration() : SWAP_WITHIN;
        Set<String> ends = Set.of(EventNames.TRANSCRIPTION + "completed", EventNames.TRANSCRIPTION + "failed");
        return change(new FaultTarget(Side.SERVER, ends, 0, 1), new Alteration.Swap(within));
    }

    private Fault strike(Deed deed) {
        Moment moment = moment();
        boolean early = moment instanceof Moment.Upgrade;
        if (early && !(deed instanceof Deed.Reset || deed instanceof Deed.Silence)) {
            throw words.wrong("at the upgrade there is only refuse, reset and silence");
        }
        return new Strike(sessions, deed, moment, rule);
    }

    private Fault change(FaultTarget target, Alteration alteration) {
        return new Change(sessions, target, alteration, rule);
    }

    private Moment moment() {
        String preposition = words.next("when: before or after an event, after a time, or at upgrade");
        return switch (preposition) {
            case "at" -> words.take("upgrade") ? new Moment.Upgrade() : new Moment.After(target(Side.SERVER));
            case "before" -> new Moment.Before(target(Side.SERVER));
            case "after" -> aTimeIsNext() ? afterTime() : new Moment.After(target(Side.SERVER));
            default -> throw words.wrong("'before', 'after' or 'at' expected, not '" + preposition + "'");
        };
    }

    private boolean aTimeIsNext() {
        return words.peek().matches("[\\d.]+(ms|s|m)");
    }

    private Moment afterTime() {
        Duration time = words.duration();
        if (words.take("of")) {
            words.expect("audio");
            return new Moment.Audio(time);
        }
        return new Moment.Time(time);
    }

    /** {@code completed}, {@code 2nd completed} or {@code 5% of completed}. */
    private FaultTarget target(Side... allowed) {
        int nth = 0;
        double share = 1;
        Matcher ordinal = ORDINAL.matcher(words.peek());
        if (words.take("first")) {
            nth = 1;
        } else if (ordinal.matches()) {
            nth = Integer.parseInt(ordinal.group(1));
            words.expect(words.peek());
        } else if (words.peek().endsWith("%")) {
            share = words.share();
            words.expect("of");
        }
        String name = words.next("an event");
        FaultTarget target = named(name, nth, share);
        if (!Set.of(allowed).contains(target.side())) {
            throw words.wrong("'" + name + "' cannot be meant here");
        }
        return target;
    }

    private FaultTarget named(String name, int nth, double share) {
        if (name.equals("response") || name.equals("responses")) {
            return new FaultTarget(Side.RESPONSE, Set.of(), nth, share);
        }
        if (name.equals("upgrade")) {
            return new FaultTarget(Side.UPGRADE, Set.of(), nth, share);
        }
        if (EventNames.CLIENT.contains(name)) {
            return new FaultTarget(Side.CLIENT, Set.of(name), nth, share);
        }
        Set<String> types = EventNames.SHORT.get(name);
        if (types == null && EventNames.SERVER.contains(name)) {
            types = Set.of(name);
        }
        if (types == null) {
            throw words.wrong("there is no event '" + name + "'");
        }
        return new FaultTarget(Side.SERVER, types, nth, share);
    }

    private boolean withError() {
        if (words.take("with")) {
            words.expect("error");
            return true;
        }
        return false;
    }

    private int closeCode() {
        return words.number("the close code", LOWEST_CLOSE_CODE, HIGHEST_CLOSE_CODE);
    }

    private String codeOr(String usual) {
        return words.take("with") ? words.code() : usual;
    }
}
