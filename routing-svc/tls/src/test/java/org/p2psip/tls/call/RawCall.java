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

    /** Tag and length of the one field. */
    private static final int HEAD = 6;

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

    /** A message that is well formed, with one field that nobody knows: too large where a service takes less bytes. */
    public static byte[] ofSize(int bytes) {
        int left = bytes - HEAD;
        byte[] message = new byte[bytes];
        message[0] = (byte) 0xA2; // field 2004, of so many bytes
        message[1] = 0x7D;
        for (int i = 2; i < HEAD; i++) {
            message[i] = (byte) (left >>> 7 * (i - 2) & 0x7F | (i < HEAD - 1 ? 0x80 : 0));
        }
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
