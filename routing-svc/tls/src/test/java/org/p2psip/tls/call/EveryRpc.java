package org.p2psip.tls.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All RPCs of a service, for the test that sends each of them what it cannot take. */
public final class EveryRpc {
    /** What an empty message of an RPC is. */
    public enum Empty {
        /** It lacks something. */
        REFUSED,
        /** It asks for all, or for nothing. */
        ANSWERED,
        /** It does something, so it is not sent. */
        ACTS
    }

    private final Map<String, Empty> rows;
    private final Map<String, MethodDescriptor<?, ?>> methods;

    /** @param rows "package.Service/Method" and what its empty message is */
    public EveryRpc(Map<String, Empty> rows, ServiceDescriptor... served) {
        this.rows = Map.copyOf(rows);
        this.methods = Arrays.stream(served)
                .flatMap(service -> service.getMethods().stream())
                .collect(Collectors.toMap(MethodDescriptor::getFullMethodName, method -> method));
    }

    /** All of them, by name. */
    public List<String> names() {
        return List.copyOf(new TreeMap<>(methods).keySet());
    }

    /** Those whose empty message is that. */
    public List<String> names(Empty empty) {
        return names().stream().filter(name -> rows.get(name) == empty).toList();
    }

    /** A new RPC needs a row. */
    public void haveRows() {
        assertThat(rows.keySet()).isEqualTo(methods.keySet());
    }

    /** Sends nothing. */
    public Status sendEmpty(ManagedChannel channel, String name) {
        return RawCall.send(channel, methods.get(name), new byte[0]);
    }

    /** Refuses an empty message, and says why. */
    public void refusesEmpty(ManagedChannel channel, String name, Status.Code... codes) {
        Status status = sendEmpty(channel, name);
        assertThat(status.getCode()).isIn((Object[]) codes);
        assertThat(status.getDescription()).isNotBlank();
    }

    /** Refuses a message of so many bytes, and says so. */
    public void refusesTooLarge(ManagedChannel channel, String name, int bytes) {
        Status status = RawCall.send(channel, methods.get(name), RawCall.ofSize(bytes));
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains(String.valueOf(bytes));
    }

    /** Refuses what is no message; gRPC does that itself, before the service is asked. */
    public void refusesMalformed(ManagedChannel channel, String name) {
        Status status = RawCall.send(channel, methods.get(name), RawCall.MALFORMED);
        assertThat(status.getCode()).isIn(Status.Code.UNKNOWN, Status.Code.INTERNAL);
        assertThat(status.getDescription()).isNotBlank();
    }
}
