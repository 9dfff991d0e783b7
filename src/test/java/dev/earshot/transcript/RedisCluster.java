package dev.earshot.transcript;

import static org.awaitility.Awaitility.await;

import dev.earshot.FreePort;
import dev.earshot.Patience;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster of three masters, each with a third of the slots, and of replicas where there are to be some. */
final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    private final RedisProgram program;
    private final Path folder;
    private final String[] options;
    private String host;
    private final List<RedisProcess> nodes = new ArrayList<>();

    private RedisCluster(RedisProgram program, Path folder, String host, String... options) {
        this.program = program;
        this.folder = folder;
        this.host = host;
        this.options = options;
    }

    /**
     * Starts them.
     *
     * @param host that they tell their clients
     * @param replicas how many, of the first master, of the second…
     * @param options of all nodes
     */
    static RedisCluster start(RedisProgram program, Path folder, String host, int replicas, String... options)
            throws IOException {
        RedisCluster cluster = new RedisCluster(program, folder, host, options);
        try {
            cluster.startMasters();
            cluster.startReplicas(replicas);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startMasters() throws IOException {
        for (int i = 0; i < MASTERS; i++) {
            RedisProcess node = add();
            // Only one that knows no other yet takes an epoch.
            tell(node, "SET-CONFIG-EPOCH", "" + (i + 1));
            tell(node, "ADDSLOTSRANGE", "" + SLOTS * i / MASTERS, "" + (SLOTS * (i + 1) / MASTERS - 1));
            meet(node);
        }
    }

    /** Each has what its master has, and all know so. */
    private void startReplicas(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            meet(add());
        }
        await().atMost(Patience.LIMIT).until(() -> nodes.stream().allMatch(this::knowsAll));
        for (int i = 0; i < count; i++) {
            tell(replica(i), "REPLICATE", id(master(i)));
        }
        for (int i = 0; i < count; i++) {
            RedisProcess replica = replica(i);
            String known = "slave " + id(master(i));
            await().atMost(Patience.LIMIT).until(() -> replica.ask(commands -> commands.info("replication"))
                    .contains("master_link_status:up"));
            await().atMost(Patience.LIMIT)
                    .until(() -> nodes.stream().allMatch(each -> told(each).contains(known)));
        }
    }

    private RedisProcess add() throws IOException {
        String busPort = Integer.toString(FreePort.find());
        RedisProcess node = RedisProcess.start(
                program,
                folder,
                Stream.concat(
                                Stream.of(
                                        "--cluster-enabled",
                                        "yes",
                                        "--cluster-config-file",
                                        "node-" + busPort + ".conf",
                                        "--cluster-node-timeout",
                                        "3000",
                                        "--cluster-port",
                                        busPort,
                                        "--cluster-announce-hostname",
                                        host,
                                        "--cluster-preferred-endpoint-type",
                                        "hostname"),
                                Stream.of(options))
                        .toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    private void meet(RedisProcess node) {
        String busPort =
                node.ask(commands -> commands.configGet("cluster-port")).get("cluster-port");
        tell(nodes.get(0), "MEET", "127.0.0.1", "" + node.port(), busPort);
    }

    private boolean knowsAll(RedisProcess node) {
        return node.ask(commands -> commands.clusterInfo()).contains("cluster_state:ok")
                && Pattern.compile("," + host + " [a-z,]*(?:master|slave) ")
                                .matcher(told(node))
                                .results()
                                .count()
                        == nodes.size();
    }

    private static String told(RedisProcess node) {
        return node.ask(commands -> commands.clusterNodes());
    }

    private static void tell(RedisProcess node, String... words) {
        CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(arguments::add);
        node.ask(commands -> commands.dispatch(CommandType.CLUSTER, new StatusOutput<>(StringCodec.UTF8), arguments));
    }

    private static String id(RedisProcess node) {
        return node.ask(commands -> commands.clusterMyId());
    }

    /** The masters, at a host: {@code host:port,host:port}. */
    String at(String name) {
        return masters().stream().map(node -> name + ":" + node.port()).collect(Collectors.joining(","));
    }

    /** That was one first. */
    RedisProcess master(int index) {
        return nodes.get(index);
    }

    RedisProcess replica(int index) {
        return nodes.get(MASTERS + index);
    }

    private List<RedisProcess> masters() {
        return nodes.subList(0, MASTERS);
    }

    /** Who had a key's slot first. */
    RedisProcess ownerOf(String key) {
        return nodes.get(SlotHash.getSlot(key) * MASTERS / SLOTS);
    }

    /** Begins to move a call's slot to another master. */
    SlotMove move(String callId) {
        String key = RedisKeys.of(callId).log();
        RedisProcess from = ownerOf(key);
        RedisProcess to = nodes.get((nodes.indexOf(from) + 1) % MASTERS);
        SlotMove move = new SlotMove(Integer.toString(SlotHash.getSlot(key)), from, to);
        tell(to, "SETSLOT", move.slot, "IMPORTING", id(from));
        tell(from, "SETSLOT", move.slot, "MIGRATING", id(to));
        return move;
    }

    /** A slot on its way. */
    final class SlotMove {
        private final String slot;
        private final RedisProcess from;
        private final RedisProcess to;

        private SlotMove(String slot, RedisProcess from, RedisProcess to) {
            this.slot = slot;
            this.from = from;
            this.to = to;
        }

        RedisProcess from() {
            return from;
        }

        RedisProcess to() {
            return to;
        }

        void carry(String key) {
            from.ask(commands -> commands.migrate("127.0.0.1", to.port(), key, 0, 5000));
        }

        /** All of it is there. */
        void end() {
            Stream.concat(Stream.of(to, from), masters().stream())
                    .distinct()
                    .forEach(node -> tell(node, "SETSLOT", slot, "NODE", id(to)));
        }
    }

    /** All tell clients another host from now on, of each other too. */
    void announce(String name) {
        host = name;
        nodes.forEach(node -> node.ask(commands -> commands.configSet("cluster-announce-hostname", name)));
        await().atMost(Patience.LIMIT).until(() -> nodes.stream().allMatch(this::knowsAll));
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
