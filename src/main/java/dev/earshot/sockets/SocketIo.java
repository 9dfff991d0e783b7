package dev.earshot.sockets;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How this process speaks to the network. A channel goes from one thread to another only where both speak in the same way. */
public enum SocketIo {
    /** Linux's epoll by Netty's own library: less stands around each system call than with the JDK's selector. */
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDatagramChannel.class),
    /** The JDK's, everywhere. */
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDatagramChannel.class);

    private final Class<? extends ServerChannel> server;
    private final Class<? extends SocketChannel> client;
    private final Class<? extends DatagramChannel> datagrams;

    SocketIo(
            Class<? extends ServerChannel> server,
            Class<? extends SocketChannel> client,
            Class<? extends DatagramChannel> datagrams) {
        this.server = server;
        this.client = client;
        this.datagrams = datagrams;
    }

    /** The best there is here: always the same. {@code -Dio.netty.transport.noNative=true} leaves the JDK's. */
    public static SocketIo available() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Threads for sockets, by the name of {@code name-}. */
    public EventLoopGroup threads(int count, String name) {
        return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name), handlers());
    }

    private IoHandlerFactory handlers() {
        return this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** What listens. */
    public Class<? extends ServerChannel> server() {
        return server;
    }

    /** What dials. */
    public Class<? extends SocketChannel> client() {
        return client;
    }

    /** What asks for names. */
    public Class<? extends DatagramChannel> datagrams() {
        return datagrams;
    }
}
