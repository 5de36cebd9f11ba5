package org.p2psip.routing.service.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.PeerWatchRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.record.RequestedResource;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.operation.Errors;

/** What somebody wants to watch, or why that is no watch. */
sealed interface RequestedWatch {
    int RESOURCE_ID_BYTES = 16;

    /** The kinds of which storage makes events. */
    Set<Integer> TOLD = Set.of(Kind.SIP_REGISTRATION.id(), Kind.EDGE_REGISTRATION.id(), Kind.CREDENTIALS.id());

    /**
     * @param resource as it was asked for, with its Resource-ID
     * @param kinds at least one
     * @param allReadable whether those that may not be read are left out, instead of refusing the watch
     */
    record Watch(Resource resource, ResourceId id, Set<Integer> kinds, boolean allReadable) implements RequestedWatch {}

    record Refused(Error error) implements RequestedWatch {}

    static RequestedWatch of(WatchRequest request) {
        return of(request.getResource(), request.getKindsList());
    }

    static RequestedWatch of(PeerWatchRequest request) {
        return request.getKindsCount() == 0
                ? refused(ErrorCode.ERROR_CODE_INVALID_MESSAGE, "the watch of a peer names 0 kinds, expected 1 or more")
                : of(
                        Resource.newBuilder()
                                .setResourceId(request.getResourceId())
                                .build(),
                        request.getKindsList());
    }

    private static RequestedWatch of(Resource resource, List<Integer> kinds) {
        for (Integer kind : kinds) {
            if (!TOLD.contains(kind)) {
                return refused(
                        ErrorCode.ERROR_CODE_UNKNOWN_KIND,
                        "of kind 0x" + Integer.toHexString(kind) + " no changes are told, expected some of "
                                + TOLD.stream()
                                        .map(told -> "0x" + Integer.toHexString(told))
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
        }
        return switch (RequestedResource.resolve(
                resource.getName(), resource.getResourceId().toByteArray())) {
            case RequestedResource.Unresolved(Verdict.Refused refused) -> new Refused(Errors.of(refused));
            case RequestedResource.Resolved(ResourceId id) ->
                new Watch(resource, id, kinds.isEmpty() ? TOLD : new HashSet<>(kinds), kinds.isEmpty());
        };
    }

    private static Refused refused(ErrorCode code, String message) {
        return new Refused(Errors.of(code, message));
    }
}
