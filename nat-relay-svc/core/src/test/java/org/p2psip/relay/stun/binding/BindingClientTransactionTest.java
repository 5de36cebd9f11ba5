package org.p2psip.relay.stun.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.stun.binding.SourceRateLimit.Limits;

class BindingClientTransactionTest {
    private static final TransactionId ID = new TransactionId(0x2112A44201020304L, 0x05060708090A0B0CL);
    private static final TransactionId OTHER_ID = new TransactionId(0x2112A44201020304L, 1);
    private static final InetSocketAddress MAPPED = new InetSocketAddress("192.0.2.1", 32853);

    private final BindingClientTransaction transaction = new BindingClientTransaction(ID);

    private static ByteBuffer response(MessageType type, TransactionId id, Attribute... attributes) {
        return ByteBuffer.wrap(new StunMessage(type, id, List.of(attributes), false).encode());
    }

    @Test
    void serverOfThisPackageIsUnderstood() {
        BindingServer server = new BindingServer(new SourceRateLimit(new Limits(1, 1, 1)), sender -> false);
        Outcome outcome = server.receive(ByteBuffer.wrap(transaction.request()), new ClientAddress(MAPPED), 0);
        ByteBuffer answer = ByteBuffer.wrap(((Outcome.Answer) outcome).octets());
        assertThat(transaction.receive(answer)).contains(new Reply.Mapped(MAPPED));
    }

    @Test
    void errorIsARefusal() {
        ErrorCode error = new ErrorCode(500, "Server Error");
        assertThat(transaction.receive(response(MessageType.BINDING_ERROR, ID, error.encode())))
                .contains(new Reply.Refused(error));
    }

    @Test
    void whatIsNoSoundAnswerToThisRequestIsIgnored() {
        Attribute mapped = new XorMappedAddress(MAPPED).encode(ID);
        Attribute broken = new Attribute(XorMappedAddress.TYPE, new byte[3]);
        Attribute unknown = new Attribute(0x0024, new byte[4]);
        assertThat(List.of(
                        ByteBuffer.allocate(0),
                        ByteBuffer.wrap(transaction.request()),
                        response(MessageType.BINDING_SUCCESS, OTHER_ID, mapped),
                        response(MessageType.BINDING_INDICATION, ID, mapped),
                        response(MessageType.BINDING_SUCCESS, ID),
                        response(MessageType.BINDING_SUCCESS, ID, broken),
                        response(MessageType.BINDING_SUCCESS, ID, mapped, unknown),
                        response(MessageType.BINDING_ERROR, ID)))
                .allSatisfy(
                        datagram -> assertThat(transaction.receive(datagram)).isEmpty());
    }
}
