package dev.earshot.simulator.bench;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** The relay's admin port: of what Earshot answers there, as much as the bench asks. */
final class RelayAdmin extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MAX_REQUEST = 8_192;

    private RelayAdmin() {}

    static void listen(EventLoopGroup loop, int port) {
        WebSockets.listen(
                loop,
                port,
                pipeline -> pipeline.addLast(
                        new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST), new RelayAdmin()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        byte[] body = answer(request.uri()).getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        var unused = context.writeAndFlush(response);
    }

    private static String answer(String path) {
        if (!path.equals("/metrics")) {
            return "ready\n";
        }
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return "jvm_memory_used_bytes{area=\"heap\",id=\"all\"} " + used + "\n";
    }
}
