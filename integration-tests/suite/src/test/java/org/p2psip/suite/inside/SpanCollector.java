package org.p2psip.suite.inside;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A collector of OpenTelemetry spans over gRPC (OTLP). It reads of them what the test asks, by the numbers of the fields
 * in opentelemetry/proto/trace/v1/trace.proto.
 */
final class SpanCollector implements AutoCloseable {
    private static final String SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService";
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int RESOURCE_ATTRIBUTES = 1;

    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final Server server;

    /**
     * One span.
     *
     * @param service that made it
     * @param trace 32 hexadecimal digits
     * @param id 16 hexadecimal digits
     * @param parent that of the span above it; empty for the first
     */
    record Span(String service, String trace, String id, String parent, String name) {}

    SpanCollector() throws IOException {
        MethodDescriptor<UnknownFieldSet, UnknownFieldSet> export =
                MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Export"))
                        .setRequestMarshaller(ProtoLiteUtils.marshaller(UnknownFieldSet.getDefaultInstance()))
                        .setResponseMarshaller(ProtoLiteUtils.marshaller(UnknownFieldSet.getDefaultInstance()))
                        .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(export, ServerCalls.asyncUnaryCall((request, answer) -> {
                            take(request);
                            answer.onNext(UnknownFieldSet.getDefaultInstance());
                            answer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** All that have come so far. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    private void take(UnknownFieldSet request) {
        for (UnknownFieldSet ofService : messages(request, RESOURCE_SPANS)) {
            String service = messages(ofService, RESOURCE).stream()
                    .flatMap(resource -> messages(resource, RESOURCE_ATTRIBUTES).stream())
                    .filter(attribute -> text(attribute, 1).equals("service.name"))
                    .map(attribute -> text(messages(attribute, 2).getFirst(), 1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("spans of nobody: " + ofService));
            for (UnknownFieldSet scope : messages(ofService, SCOPE_SPANS)) {
                for (UnknownFieldSet span : messages(scope, SPANS)) {
                    spans.add(new Span(service, hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5)));
                }
            }
        }
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) {
        return of.getField(field).getLengthDelimitedList().stream()
                .map(SpanCollector::message)
                .toList();
    }

    private static UnknownFieldSet message(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("no message in a span", e);
        }
    }

    private static String text(UnknownFieldSet of, int field) {
        return bytes(of, field).toStringUtf8();
    }

    private static String hex(UnknownFieldSet of, int field) {
        return HexFormat.of().formatHex(bytes(of, field).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet of, int field) {
        List<ByteString> values = of.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.getFirst();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
