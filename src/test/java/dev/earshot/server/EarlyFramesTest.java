package dev.earshot.server;

import static dev.earshot.sockets.WireFrames.bytes;
import static dev.earshot.sockets.WireFrames.joined;
import static dev.earshot.sockets.WireFrames.masked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.sockets.WireFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class EarlyFramesTest {

    private static final byte[] HEAD = bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    private static final byte[] FRAME = masked(WireFrames.TEXT, bytes("early\r\n\r\n"));

    private final EarlyFrames frames = new EarlyFrames();

    @Test
    void aFrameBehindAHeadIsPartedFromItWhereverTheBytesAreCut() {
        byte[] all = joined(HEAD, FRAME, FRAME);
        for (int cut = 0; cut <= all.length; cut++) {
            List<byte[]> pieces = split(Arrays.copyOfRange(all, 0, cut), Arrays.copyOfRange(all, cut, all.length));
            assertThat(joined(pieces.toArray(new byte[0][]))).isEqualTo(all);
            assertThat(starts(pieces)).as("cut at %s", cut).contains(HEAD.length);
        }
    }

    @Test
    void linesMayEndWithoutACarriageReturn() {
        byte[] head = bytes("GET / HTTP/1.1\nHost: x\n\n");
        assertThat(split(joined(head, FRAME))).containsExactly(head, FRAME);
    }

    @Test
    void requestsAndTheirBodiesStayAsTheyAre() {
        byte[] all = joined(HEAD, HEAD, bytes("PUT / HTTP/1.1\r\nContent-Length: 7\r\n\r\n{\n\n\n\n\n}"), HEAD);
        assertThat(split(all)).containsExactly(all);
        assertThat(split(bytes("\u00e9\n"), bytes("x\r\n\r"))).hasSize(2);
    }

    @Test
    void bytesArePartedOnceAtMostSoThatNobodyCanMakeManyOfThem() {
        byte[] all = new byte[30_000];
        for (int i = 0; i < all.length; i += 3) {
            all[i] = '\n';
            all[i + 1] = '\n';
            all[i + 2] = (byte) 0x81;
        }
        assertThat(split(all)).hasSize(2);
    }

    private List<byte[]> split(byte[]... received) {
        Queue<byte[]> pieces = new LinkedBlockingQueue<>();
        for (byte[] bytes : received) {
            frames.split(bytes, pieces);
        }
        return new ArrayList<>(pieces);
    }

    private static List<Integer> starts(List<byte[]> pieces) {
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        for (byte[] piece : pieces) {
            starts.add(at);
            at += piece.length;
        }
        return starts;
    }
}
