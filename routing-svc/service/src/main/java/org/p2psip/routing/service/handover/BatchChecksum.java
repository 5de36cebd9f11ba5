package org.p2psip.routing.service.handover;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.p2psip.proto.v1.ScannedResource;

/** The checksum of a batch: SHA-256 over its encoded resources, in their order. */
final class BatchChecksum {
    private BatchChecksum() {}

    static ByteString of(List<ScannedResource> resources) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            resources.forEach(resource -> digest.update(resource.toByteArray()));
            return ByteString.copyFrom(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
