package dev.earshot.server;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * One connection's bytes as the HTTP layer wants them, in pieces and on demand.
 *
 * <pre>
 *   socket ══bytes══▷ out ──▷ HTTP layer      read only when the layer asks
 *   socket ◁═bytes═══ in ◁─── HTTP layer      taken only when the last ones are written
 * </pre>
 */
final class ConnectionStage extends GraphStage<FlowShape<SslTlsOutbound, SslTlsInbound>> {

    /** Of no connection: the layer's type has a place for one. */
    private static final SSLSession NO_TLS = noTls();

    private final Inlet<SslTlsOutbound> in = Inlet.create("ConnectionStage.in");
    private final Outlet<SslTlsInbound> out = Outlet.create("ConnectionStage.out");
    private final FlowShape<SslTlsOutbound, SslTlsInbound> shape = FlowShape.of(in, out);
    private final Socket socket;

    ConnectionStage(Socket socket) {
        this.socket = socket;
    }

    /** The connection itself. Any thread may call. */
    interface Socket {

        /** The stage is there and hears what happens from now on. */
        void attach(Events events);

        /** Asks for bytes, once; {@link Events#received} follows once, or {@link Events#closed}. */
        void read();

        /** Sends; {@link Events#written} follows, or {@link Events#switched} where the socket is somebody else's from now on. */
        void write(ByteString bytes);

        /** Closes, after all that was written, unless the socket has been switched. */
        void close();
    }

    /** What the connection tells the stage, from any thread. */
    interface Events {
        void received(ByteString bytes);

        void written();

        void switched();

        void closed();

        void failed(Throwable cause);
    }

    @Override
    public FlowShape<SslTlsOutbound, SslTlsInbound> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private static SSLSession noTls() {
        try {
            return SSLContext.getDefault().createSSLEngine().getSession();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Logic extends GraphStageLogic implements Events {

        private final AsyncCallback<ByteString> receivedCallback = createAsyncCallback(this::onReceived);
        private final AsyncCallback<Boolean> writtenCallback = createAsyncCallback(ignored -> tryPull(in));
        private final AsyncCallback<Boolean> endedCallback = createAsyncCallback(ignored -> completeStage());
        private final AsyncCallback<Throwable> failedCallback = createAsyncCallback(this::failStage);

        Logic() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    if (grab(in) instanceof SendBytes bytes) {
                        socket.write(bytes.bytes());
                    } else {
                        pull(in);
                    }
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    socket.read();
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    // No more requests are wanted; the answer may still be on its way.
                }
            });
        }

        @Override
        public void preStart() {
            socket.attach(this);
            pull(in);
        }

        @Override
        public void postStop() {
            socket.close();
        }

        /** Nothing is asked for any more where the layer has closed this end meanwhile. */
        private void onReceived(ByteString bytes) {
            if (isAvailable(out)) {
                push(out, new SessionBytes(NO_TLS, bytes));
            }
        }

        @Override
        public void received(ByteString bytes) {
            receivedCallback.invoke(bytes);
        }

        @Override
        public void written() {
            writtenCallback.invoke(true);
        }

        @Override
        public void switched() {
            endedCallback.invoke(true);
        }

        @Override
        public void closed() {
            endedCallback.invoke(true);
        }

        @Override
        public void failed(Throwable cause) {
            failedCallback.invoke(cause);
        }
    }
}
