package dev.earshot.acs;

import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * The end of a media socket: decodes each message where it stands and hands it to the port. A message that comes in
 * pieces is put together here, up to a limit of its own, in the same actor as everything else of the socket.
 */
final class MediaIntake extends GraphStage<SinkShape<Message>> {

    private final Inlet<Message> in = Inlet.create("MediaIntake.in");
    private final SinkShape<Message> shape = SinkShape.of(in);
    private final MediaPort port;
    private final int maxMessageChars;

    MediaIntake(MediaPort port, int maxMessageChars) {
        this.port = port;
        this.maxMessageChars = maxMessageChars;
    }

    @Override
    public SinkShape<Message> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {

        private final MediaMessageDecoder decoder = new MediaMessageDecoder();
        private MediaEnd end = MediaEnd.FAILED;
        private boolean assembling;
        private boolean upstreamFinished;

        private Logic() {
            super(shape);
            setHandler(in, new FromSocket());
        }

        @Override
        public void preStart() {
            AsyncCallback<MediaEnd> closing = createAsyncCallback(this::onClose);
            port.opened(() -> closing.invoke(MediaEnd.CLOSED));
            pull(in);
        }

        @Override
        public void postStop() {
            port.closed(end);
        }

        private void onClose(MediaEnd cause) {
            end = cause;
            completeStage();
        }

        private void onMessage(Message message) {
            if (message.isText()) {
                onText(message.asTextMessage());
            } else {
                onBinary(message.asBinaryMessage());
            }
        }

        private void onText(TextMessage message) {
            if (message.isStrict()) {
                onWhole(message.getStrictText());
                pull(in);
            } else {
                assemble(message.getStreamedText(), new TextPieces());
            }
        }

        private void onBinary(BinaryMessage message) {
            if (message.isStrict()) {
                onWhole(message.getStrictData());
                pull(in);
            } else {
                assemble(message.getStreamedData(), new BinaryPieces());
            }
        }

        private void onWhole(String text) {
            if (text.length() > maxMessageChars) {
                port.anomaly(MediaAnomaly.OVERSIZE);
            } else {
                deliver(decoder.decode(text));
            }
        }

        private void onWhole(ByteString bytes) {
            if (bytes.length() > maxMessageChars) {
                port.anomaly(MediaAnomaly.OVERSIZE);
            } else {
                byte[] array = bytes.toArrayUnsafe();
                deliver(decoder.decode(array, 0, array.length));
            }
        }

        private void deliver(MediaMessage message) {
            if (message instanceof MediaMessage.Audio audio) {
                port.frame(
                        audio.participant(), audio.timestampMicros(), audio.silent(), audio.data(), 0, audio.length());
            } else if (message instanceof MediaMessage.Metadata metadata) {
                port.format(metadata.format());
            } else if (message instanceof MediaMessage.Unusable unusable) {
                port.anomaly(unusable.cause());
            }
        }

        /** Runs the pieces in this very actor; the next message is pulled once they are all there. */
        private <T> void assemble(Source<T, ?> pieces, Pieces<T> assembly) {
            assembling = true;
            SubSinkInlet<T> piecesIn = new SubSinkInlet<>("MediaIntake.pieces");
            piecesIn.setHandler(new AbstractInHandler() {
                @Override
                public void onPush() {
                    assembly.add(piecesIn.grab());
                    piecesIn.pull();
                }

                @Override
                public void onUpstreamFinish() {
                    assembly.deliver();
                    onAssembled();
                }

                @Override
                public void onUpstreamFailure(Throwable broken) {
                    onAssembled();
                }
            });
            piecesIn.pull();
            pieces.runWith(piecesIn.sink(), subFusingMaterializer());
        }

        private void onAssembled() {
            assembling = false;
            if (upstreamFinished) {
                completeStage();
            } else {
                pull(in);
            }
        }

        private final class FromSocket extends AbstractInHandler {

            @Override
            public void onPush() {
                onMessage(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
                end = MediaEnd.CLOSED;
                upstreamFinished = true;
                if (assembling) {
                    // The last message's pieces may still be on their way, and a stage without open ports is stopped.
                    setKeepGoing(true);
                } else {
                    completeStage();
                }
            }

            @Override
            public void onUpstreamFailure(Throwable broken) {
                end = MediaEnd.FAILED;
                completeStage();
            }
        }

        /** A message that arrives in pieces; past the limit they are let go. */
        private abstract class Pieces<T> {

            private int length;

            final void add(T piece) {
                int more = lengthOf(piece);
                if (length <= maxMessageChars && more <= maxMessageChars - length) {
                    keep(piece);
                    length += more;
                } else {
                    forget();
                    length = Integer.MAX_VALUE;
                }
            }

            final void deliver() {
                if (length > maxMessageChars) {
                    port.anomaly(MediaAnomaly.OVERSIZE);
                } else {
                    whole();
                }
            }

            abstract int lengthOf(T piece);

            abstract void keep(T piece);

            abstract void forget();

            abstract void whole();
        }

        private final class TextPieces extends Pieces<String> {

            private StringBuilder text = new StringBuilder();

            @Override
            int lengthOf(String piece) {
                return piece.length();
            }

            @Override
            void keep(String piece) {
                text.append(piece);
            }

            @Override
            void forget() {
                text = new StringBuilder();
            }

            @Override
            void whole() {
                onWhole(text.toString());
            }
        }

        private final class BinaryPieces extends Pieces<ByteString> {

            private ReusedBytes bytes = new ReusedBytes();

            @Override
            int lengthOf(ByteString piece) {
                return piece.length();
            }

            @Override
            void keep(ByteString piece) {
                byte[] array = piece.toArrayUnsafe();
                bytes.write(array, 0, array.length);
            }

            @Override
            void forget() {
                bytes = new ReusedBytes();
            }

            @Override
            void whole() {
                Logic.this.deliver(decoder.decode(bytes.bytes(), 0, bytes.length()));
            }
        }
    }
}
