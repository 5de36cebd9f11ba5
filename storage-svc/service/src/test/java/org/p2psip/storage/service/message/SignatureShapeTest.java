package org.p2psip.storage.service.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.ValueSignature;

class SignatureShapeTest {

    @Test
    void aValueSignedAloneOrInABatchIsWellFormed() {
        assertThat(SignatureShape.check(request(alone()))).isEmpty();
        assertThat(SignatureShape.check(request(inBatch()))).isEmpty();
        assertThat(SignatureShape.check(request(alone().setMerkleSize(1)))).isEmpty();
        assertThat(SignatureShape.check(request(alone().setNodeId(bytes(16)).setCertificate(bytes(800)))))
                .isEmpty();
    }

    @Test
    void aValueWithoutSignatureIsNotLookedAt() {
        assertThat(SignatureShape.check(StoreRequest.newBuilder()
                        .addKinds(KindWrite.newBuilder().addEntries(StoredEntry.newBuilder()))
                        .build()))
                .isEmpty();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of(alone().setCertificateHash(bytes(20)), "certificate_hash has 20 bytes; it has 32"),
                Arguments.of(alone().clearCertificateHash(), "certificate_hash has 0 bytes"),
                Arguments.of(alone().setNodeId(bytes(4)), "node_id has 4 bytes"),
                Arguments.of(alone().clearScheme(), "scheme is 0"),
                Arguments.of(alone().setScheme(0x10000), "scheme is 65536"),
                Arguments.of(alone().setScheme(-1), "scheme is 4294967295"),
                Arguments.of(alone().clearSignature(), "signature is empty"),
                Arguments.of(alone().setMerkleIndex(1), "merkle_index is 1"),
                Arguments.of(alone().addMerklePath(bytes(32)), "merkle_path has 1 hashes"),
                Arguments.of(inBatch().setMerkleSize(1 << 25), "merkle_size is 33554432; it is at most 16777216"),
                Arguments.of(inBatch().setMerkleIndex(5), "merkle_index is 5"),
                Arguments.of(
                        inBatch().setMerkleIndex(4), "merkle_path has 3 hashes; with merkle_index 4 of 5 it has 1"),
                Arguments.of(inBatch().setMerklePath(1, bytes(31)), "hash of 31 bytes"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("malformed")
    void whatNobodyCanVerifyIsRefused(ValueSignature.Builder signature, String says) {
        assertThat(SignatureShape.check(request(signature)))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("signature.").contains(says));
    }

    private static ValueSignature.Builder alone() {
        return ValueSignature.newBuilder()
                .setCertificateHash(bytes(32))
                .setScheme(0x0403)
                .setSignature(bytes(70));
    }

    private static ValueSignature.Builder inBatch() {
        return alone().setMerkleSize(5)
                .setMerkleIndex(2)
                .addMerklePath(bytes(32))
                .addMerklePath(bytes(32))
                .addMerklePath(bytes(32));
    }

    private static StoreRequest request(ValueSignature.Builder signature) {
        return StoreRequest.newBuilder()
                .addKinds(KindWrite.newBuilder()
                        .addEntries(StoredEntry.newBuilder())
                        .addEntries(StoredEntry.newBuilder().setSignature(signature)))
                .build();
    }

    private static ByteString bytes(int length) {
        return ByteString.copyFrom(new byte[length]);
    }
}
