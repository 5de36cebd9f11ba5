package org.p2psip.tls.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes a call with bytes that may be no message of it, for tests of what services do with bad input. */
public final class RawCall {
    /** A message whose first field says that it is longer than the whole. */
    public static final byte[] MALFORMED = {0x0A, 0x7F, 0x01};

    private static final int TOO_MUCH = 5 << 20;
    private static final int PATIENCE_S = 20;

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private RawCall() {}

    /** A message that is well formed, and larger than any service takes: a field that nobody knows, of 5 MiB. */
    public static byte[] oversized() {
        byte[] tag = {(byte) 0xA2, 0x7D, (byte) 0x80, (byte) 0x80, (byte) 0xC0, 0x02}; // field 2004, 5 242 880 bytes
        byte[] message = new byte[tag.length + TOO_MUCH];
        System.arraycopy(tag, 0, message, 0, tag.length);
        return message;
    }

    /** Sends one message and nothing behind it. Returns how the call ended. */
    public static Status send(Channel channel, MethodDescriptor<?, ?> method, byte[] message) {
        MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.newBuilder(BYTES, BYTES)
                .setFullMethodName(method.getFullMethodName())
                .setType(method.getType())
                .build();
        ClientCall<byte[], byte[]> call =
                channel.newCall(raw, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_S, TimeUnit.SECONDS));
        CompletableFuture<Status> end = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] answer) {
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(message);
        call.halfClose();
        return end.join();
    }
}
