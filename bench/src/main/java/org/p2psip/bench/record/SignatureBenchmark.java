package org.p2psip.bench.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.NodeId;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.signature.BatchSigner;
import org.p2psip.storage.signature.SignatureScheme;
import org.p2psip.storage.signature.SignatureVerifier;
import org.p2psip.storage.signature.SignedValue;
import org.p2psip.storage.signature.Signer;
import org.p2psip.storage.signature.ValueSignature;
import org.p2psip.storage.signature.VerifiedRoots;

/** Signing and verifying registrations with P-256: one alone, and each of a batch of 64. All figures are per record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureBenchmark {
    private static final int BATCH = 64;
    private static final int EDGE_REGISTRATION = 0xF0000001;
    /** Bytes of a usual registration. */
    private static final int VALUE_BYTES = 300;

    private static final int CERTIFICATE_BYTES = 800;

    private final List<SignedValue> values = new ArrayList<>();
    private BatchSigner batches;
    private Signer signer;
    private List<ValueSignature> signatures;
    private ValueSignature alone;
    private SignatureVerifier known;

    @Setup
    public void sign() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        NodeId node = new NodeId(Octets.wrap(new byte[NodeId.LENGTH]));
        signer = new Signer(new byte[CERTIFICATE_BYTES], keys.getPublic(), List.of(node), 0, Long.MAX_VALUE);
        batches = new BatchSigner(signer, Optional.empty(), SignatureScheme.ECDSA_SECP256R1_SHA256, keys.getPrivate());
        for (int i = 0; i < BATCH; i++) {
            String aor = "user" + i + "@example.org";
            Octets key = Octets.wrap(("<urn:uuid:" + aor + ">;1").getBytes(StandardCharsets.UTF_8));
            values.add(new SignedValue(
                    ResourceId.of(aor),
                    EDGE_REGISTRATION,
                    i,
                    new EntryKey.DictionaryKey(key),
                    true,
                    Octets.wrap(new byte[VALUE_BYTES])));
        }
        signatures = batches.sign(values);
        alone = batches.sign(values.subList(0, 1)).getFirst();
        known = new SignatureVerifier(new VerifiedRoots(BATCH));
    }

    @Benchmark
    public List<ValueSignature> signAlone() {
        return batches.sign(values.subList(0, 1));
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<ValueSignature> signInBatch() {
        return batches.sign(values);
    }

    @Benchmark
    public Object verifyAlone() {
        return known.verify(values.getFirst(), alone, signer, 1);
    }

    /** With the one public-key operation for their root. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void verifyInBatch(Blackhole blackhole) {
        SignatureVerifier fresh = new SignatureVerifier(new VerifiedRoots(1));
        for (int i = 0; i < BATCH; i++) {
            blackhole.consume(fresh.verify(values.get(i), signatures.get(i), signer, 1));
        }
    }

    @Benchmark
    public Object verifyOfKnownRoot() {
        return known.verify(values.getFirst(), signatures.getFirst(), signer, 1);
    }
}
