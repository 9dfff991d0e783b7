package dev.earshot.simulator.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong, and when: all of it from the seed.
 *
 * @param kills in their order
 * @param handshakes a rule for each of the first sessions, in the local realtime server's language of faults
 */
record StormPlan(List<Kill> kills, List<String> handshakes) {
    private static final int MOST_SESSIONS = 2_000;

    /** The end of a call waits only so long for the last transcripts: a session that is killed then may come too late. */
    private static final int CALM_MS = 10_000;

    private static final List<String> STAGES = List.of("upgrade", "created", "session.update");

    StormPlan {
        kills = List.copyOf(kills);
        handshakes = List.copyOf(handshakes);
    }

    /** How a session dies. */
    enum Way {
        RESET,
        EXPIRED,
        EXPIRED_WITH_ERROR
    }

    /**
     * One kill.
     *
     * @param atMs from the call's beginning
     * @param choice which of the sessions that live then, modulo their number
     * @param all whether each of them dies
     */
    record Kill(long atMs, int choice, boolean all, Way way) {}

    static StormPlan of(StormOptions options) {
        Random random = new Random(options.seed());
        List<String> handshakes = new ArrayList<>();
        int most = (int) options.handshake().toMillis();
        for (int session = 1; most > 0 && session <= MOST_SESSIONS; session++) {
            handshakes.add("session %d: delay %s by %dms"
                    .formatted(session, STAGES.get(random.nextInt(STAGES.size())), random.nextInt(most + 1)));
        }
        return new StormPlan(kills(options, random), handshakes);
    }

    private static List<Kill> kills(StormOptions options, Random random) {
        List<Kill> kills = new ArrayList<>();
        int every = (int) options.killEvery().toMillis();
        long until = options.seconds() * 1_000L - CALM_MS;
        long at = next(0, every, random);
        while (every > 0 && at < until) {
            kills.add(new Kill(at, random.nextInt(1 << 20), random.nextInt(5) == 0, way(random.nextInt(5))));
            at = next(at, every, random);
        }
        return kills;
    }

    private static long next(long at, int every, Random random) {
        return at + every / 2 + random.nextInt(every + 1);
    }

    private static Way way(int chance) {
        return chance == 0 ? Way.EXPIRED : chance == 1 ? Way.EXPIRED_WITH_ERROR : Way.RESET;
    }
}
