package org.p2psip.relay.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.MediaDelete;
import org.p2psip.proto.v1.MediaDescription;
import org.p2psip.proto.v1.MediaKey;
import org.p2psip.proto.v1.MediaSdp;
import org.p2psip.proto.v1.MediaStatistics;
import org.p2psip.proto.v1.RelayGrpc;
import org.p2psip.proto.v1.RelayLoad;
import org.p2psip.proto.v1.RelayLoadRequest;
import org.p2psip.proto.v1.TurnCredentials;
import org.p2psip.proto.v1.TurnCredentialsRequest;
import org.p2psip.relay.FreePorts;
import org.p2psip.relay.anchor.MediaRelay;
import org.p2psip.relay.stun.auth.SharedSecretUsers;

/** An edge asks over gRPC, and two phones send through what was opened. */
@QuarkusTest
@TestProfile(FreePorts.WithSecret.class)
class MediaRelayTest {
    private static final Pattern AUDIO = Pattern.compile("m=audio (\\d+) ");
    private static final int TIMEOUT_MS = 5_000;
    private static final int NOTHING_MS = 200;

    @Inject
    MediaRelay media;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int port;

    private ManagedChannel channel;
    private RelayGrpc.RelayBlockingStub relay;
    private DatagramSocket caller;
    private DatagramSocket callee;

    @BeforeEach
    void open() throws IOException {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        relay = RelayGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
        caller = phone();
        callee = phone();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        caller.close();
        callee.close();
    }

    private static DatagramSocket phone() throws IOException {
        DatagramSocket phone = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        phone.setSoTimeout(TIMEOUT_MS);
        return phone;
    }

    private static MediaKey key(String callId) {
        return MediaKey.newBuilder()
                .setCallId(callId)
                .setFromTag("tag")
                .setBranch("z9hG4bK-1")
                .build();
    }

    private static MediaDescription.Builder description(String callId, String host, int audioPort) {
        String sdp = "v=0\r\no=- 1 1 IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host + "\r\nt=0 0\r\nm=audio "
                + audioPort + " RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
        return MediaDescription.newBuilder().setKey(key(callId)).setSdp(ByteString.copyFromUtf8(sdp));
    }

    private static InetSocketAddress audioOf(MediaSdp sdp) {
        String text = sdp.getSdp().toStringUtf8();
        assertThat(text).contains("c=IN IP4 127.0.0.1\r\n", "a=rtpmap:0 PCMU/8000\r\n");
        Matcher audio = AUDIO.matcher(text);
        assertThat(audio.find()).isTrue();
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(audio.group(1)));
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(octets, octets.length, to));
    }

    private static String receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        at.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    void packetsOfPhonesBehindNatsGoBothWaysUntilTheSessionIsDeleted() throws IOException {
        ByteString loopback = ByteString.copyFrom(new byte[] {127, 0, 0, 1});
        // addresses of a private network, which nobody reaches: only what the phones send tells where they are
        InetSocketAddress forCallee = audioOf(relay.offer(description("nat", "10.9.8.7", 4000)
                .setFromCaller(true)
                .setNatSource(loopback)
                .build()));
        InetSocketAddress forCaller = audioOf(relay.answer(
                description("nat", "10.9.8.6", 4000).setNatSource(loopback).build()));
        assertThat(forCaller.getPort()).isEven().isNotEqualTo(forCallee.getPort());

        send(caller, "dropped: where the callee is has not been seen", forCaller);
        send(callee, "hello caller", forCallee);
        assertThat(receive(caller)).isEqualTo("hello caller");
        send(caller, "hello callee", forCaller);
        assertThat(receive(callee)).isEqualTo("hello callee");

        try (DatagramSocket stranger = phone()) {
            send(stranger, "whom nobody called", forCaller);
            send(caller, "after the stranger", forCaller);
            assertThat(receive(callee)).isEqualTo("after the stranger");
        }

        MediaStatistics statistics =
                relay.delete(MediaDelete.newBuilder().setKey(key("nat")).build());
        assertThat(statistics.getPacketsFromCaller()).isEqualTo(3);
        assertThat(statistics.getPacketsFromCallee()).isEqualTo(1);
        assertThat(statistics.getBytesFromCallee()).isEqualTo("hello caller".length());
        assertThat(media.sessions()).isZero();
        send(caller, "too late", forCaller);
        callee.setSoTimeout(NOTHING_MS);
        assertThatThrownBy(() -> receive(callee)).isInstanceOf(SocketTimeoutException.class);
        // the ports are free again
        new DatagramSocket(forCaller).close();
        new DatagramSocket(forCallee).close();
        assertThat(relay.delete(MediaDelete.newBuilder().setKey(key("nat")).build()))
                .isEqualTo(MediaStatistics.getDefaultInstance());
    }

    @Test
    void updateMovesASideAndHoldSilencesTheOther() throws IOException {
        InetSocketAddress forCallee = audioOf(relay.offer(description("moves", "127.0.0.1", caller.getLocalPort())
                .setFromCaller(true)
                .build()));
        audioOf(relay.answer(
                description("moves", "127.0.0.1", callee.getLocalPort()).build()));
        send(callee, "before", forCallee);
        assertThat(receive(caller)).isEqualTo("before");

        try (DatagramSocket elsewhere = phone()) {
            assertThat(audioOf(relay.update(description("moves", "127.0.0.1", elsewhere.getLocalPort())
                            .setFromCaller(true)
                            .build())))
                    .isEqualTo(forCallee);
            send(callee, "after", forCallee);
            assertThat(receive(elsewhere)).isEqualTo("after");
        }
        relay.delete(MediaDelete.newBuilder().setKey(key("moves")).build());
    }

    @Test
    void refusalsAreThoseOfTheContract() {
        assertRefused(
                Status.Code.NOT_FOUND,
                () -> relay.answer(description("nobody", "127.0.0.1", 4000).build()));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                () -> relay.offer(MediaDescription.newBuilder()
                        .setKey(key("bad"))
                        .setSdp(ByteString.copyFromUtf8("hello"))
                        .build()));
        assertRefused(Status.Code.INVALID_ARGUMENT, () -> relay.offer(MediaDescription.getDefaultInstance()));
        MediaDescription offer = description("twice", "127.0.0.1", 4000).build();
        relay.offer(offer);
        assertRefused(Status.Code.ALREADY_EXISTS, () -> relay.offer(offer));
        MediaDescription wide = offer.toBuilder()
                .setKey(key("wide"))
                .setSdp(offer.getSdp().concat(ByteString.copyFromUtf8("m=audio 4002 RTP/AVP 0\r\n".repeat(31))))
                .build();
        assertRefused(Status.Code.RESOURCE_EXHAUSTED, () -> relay.offer(wide));
        relay.delete(MediaDelete.newBuilder().setKey(key("twice")).build());
        assertThat(media.sessions()).isZero();
    }

    private static void assertRefused(Status.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> assertThat(
                        refused.getStatus().getCode())
                .isEqualTo(code));
    }

    @Test
    void loadIsToldAtOnceAndWhenSessionsComeAndGo() {
        Iterator<RelayLoad> load = relay.watchLoad(RelayLoadRequest.getDefaultInstance());
        RelayLoad first = load.next();
        assertThat(first.getSessions()).isZero();
        assertThat(first.getLimit()).isEqualTo(FreePorts.WithSecret.SESSIONS + FreePorts.WithSecret.ALLOCATIONS);
        relay.offer(description("one", "127.0.0.1", 4000).build());
        relay.offer(description("two", "127.0.0.1", 4000).build());
        assertThat(untilSessions(2, load)).isTrue();
        relay.delete(MediaDelete.newBuilder().setKey(key("one")).build());
        relay.delete(MediaDelete.newBuilder().setKey(key("two")).build());
        assertThat(untilSessions(0, load)).isTrue();
    }

    /** Whether that many are told, before the call's time is up. */
    private static boolean untilSessions(int sessions, Iterator<RelayLoad> load) {
        while (load.hasNext()) {
            if (load.next().getSessions() == sessions) {
                return true;
            }
        }
        return false;
    }

    @Test
    void credentialsAreThoseThatTheSecretVouchesFor() {
        TurnCredentials issued = relay.issueTurnCredentials(TurnCredentialsRequest.newBuilder()
                .setUser("alice@example.org")
                .setValidS(600)
                .build());
        assertThat(issued.getUsername()).matches("\\d+:alice@example\\.org");
        assertThat(issued.getPassword())
                .isEqualTo(SharedSecretUsers.password(FreePorts.WithSecret.SECRET, issued.getUsername()));
        assertThat(issued.getUrisList())
                .hasSize(2)
                .first()
                .asString()
                .matches("turn:127\\.0\\.0\\.1:\\d+\\?transport=udp");
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                () -> relay.issueTurnCredentials(
                        TurnCredentialsRequest.newBuilder().setUser("a:b").build()));
    }
}
