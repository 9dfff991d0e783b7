package dev.earshot.transcript;

import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A master, its replica, and the sentinels that watch over them and know them as {@code calls}. */
final class WatchedRedis implements AutoCloseable {

    private final String host;
    private final List<RedisProcess> all = new ArrayList<>();

    private WatchedRedis(String host) {
        this.host = host;
    }

    /**
     * Starts them all.
     *
     * @param host by which they know each other
     * @param sentinels how many, and with what password
     * @param options of both servers
     */
    static WatchedRedis start(RedisProgram program, Path folder, String host, Sentinels sentinels, String... options)
            throws IOException {
        WatchedRedis watched = new WatchedRedis(host);
        try {
            watched.startServers(program, folder, options);
            for (int i = 0; i < sentinels.count; i++) {
                watched.all.add(RedisProcess.sentinel(
                        program.withPassword(sentinels.password), folder, sentinels.configuration(watched)));
            }
            await().atMost(Patience.LIMIT)
                    .until(() -> watched.sentinels().stream().allMatch(each -> watched.knowsAll(each)));
            return watched;
        } catch (IOException | RuntimeException e) {
            watched.close();
            throw e;
        }
    }

    /** @param password that they ask for, of others and of each other; empty for none */
    record Sentinels(int count, String password) {

        private String configuration(WatchedRedis watched) {
            return """
                    sentinel resolve-hostnames yes
                    sentinel announce-hostnames yes
                    sentinel monitor calls %s %d %d
                    sentinel down-after-milliseconds calls 60000
                    sentinel failover-timeout calls 4000
                    """
                    .formatted(watched.host, watched.master().port(), count / 2 + 1);
        }
    }

    private void startServers(RedisProgram program, Path folder, String... options) throws IOException {
        String[] announced = Stream.concat(
                        Stream.of("--replica-announce-ip", host, "--repl-diskless-sync-delay", "0"), Stream.of(options))
                .toArray(String[]::new);
        all.add(RedisProcess.start(program, folder, announced));
        all.add(RedisProcess.start(program, folder, announced));
        replica().ask(commands -> commands.replicaof(host, master().port()));
        await().atMost(Patience.LIMIT)
                .until(() ->
                        replica().ask(commands -> commands.info("replication")).contains("master_link_status:up"));
    }

    private boolean knowsAll(RedisProcess sentinel) {
        String info = sentinel.ask(commands -> commands.info("sentinel"));
        return info.contains("status=ok")
                && info.contains("slaves=1,sentinels=" + sentinels().size());
    }

    /** That was it first. */
    RedisProcess master() {
        return all.get(0);
    }

    RedisProcess replica() {
        return all.get(1);
    }

    private List<RedisProcess> sentinels() {
        return all.subList(2, all.size());
    }

    /** The sentinels, at a host: {@code host:port,host:port}. */
    String at(String name) {
        return sentinels().stream().map(each -> name + ":" + each.port()).collect(Collectors.joining(","));
    }

    /** From now on the sentinels take a server that is silent for one that is gone: until then a busy machine may delay it. */
    void watchClosely() {
        sentinels().forEach(each -> sentinel(each, "SET", "calls", "down-after-milliseconds", "600"));
    }

    /** Whether the sentinels tell clients the host, or its address. */
    void announceHost(boolean host) {
        sentinels().forEach(each -> sentinel(each, "CONFIG", "SET", "announce-hostnames", host ? "yes" : "no"));
    }

    private static void sentinel(RedisProcess sentinel, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        sentinel.ask(
                commands -> commands.dispatch(CommandType.SENTINEL, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    @Override
    public void close() {
        all.forEach(RedisProcess::close);
    }
}
