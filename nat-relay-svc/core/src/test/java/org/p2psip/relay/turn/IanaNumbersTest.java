package org.p2psip.relay.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.relay.stun.attribute.AlternateServer;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.MappedAddress;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.PasswordAlgorithms;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Software;
import org.p2psip.relay.stun.attribute.UnknownAttributes;
import org.p2psip.relay.stun.attribute.Userhash;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.attribute.XorMappedAddress;
import org.p2psip.relay.stun.auth.MessageIntegrity;
import org.p2psip.relay.stun.auth.PasswordAlgorithm;
import org.p2psip.relay.turn.attribute.AddressErrorCode;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.attribute.ChannelNumber;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.Data;
import org.p2psip.relay.turn.attribute.DontFragment;
import org.p2psip.relay.turn.attribute.EvenPort;
import org.p2psip.relay.turn.attribute.Lifetime;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.ReservationToken;
import org.p2psip.relay.turn.attribute.XorPeerAddress;
import org.p2psip.relay.turn.attribute.XorRelayedAddress;

/** The code points against IANA's registries "STUN Attributes", "STUN Error Codes" and "STUN Password Algorithms". */
class IanaNumbersTest {
    private record Registered(int number, int type) {}

    private static List<Registered> attributes() {
        return List.of(
                new Registered(0x0001, MappedAddress.TYPE),
                new Registered(0x0006, Username.TYPE),
                new Registered(0x0008, MessageIntegrity.SHA1.type()),
                new Registered(0x0009, ErrorCode.TYPE),
                new Registered(0x000A, UnknownAttributes.TYPE),
                new Registered(0x000C, ChannelNumber.TYPE),
                new Registered(0x000D, Lifetime.TYPE),
                new Registered(0x0012, XorPeerAddress.TYPE),
                new Registered(0x0013, Data.TYPE),
                new Registered(0x0014, Realm.TYPE),
                new Registered(0x0015, Nonce.TYPE),
                new Registered(0x0016, XorRelayedAddress.TYPE),
                new Registered(0x0017, AddressFamily.REQUESTED_TYPE),
                new Registered(0x0018, EvenPort.TYPE),
                new Registered(0x0019, RequestedTransport.TYPE),
                new Registered(0x001A, DontFragment.TYPE),
                new Registered(0x001C, MessageIntegrity.SHA256.type()),
                new Registered(0x001D, PasswordAlgorithms.CHOICE_TYPE),
                new Registered(0x001E, Userhash.TYPE),
                new Registered(0x0020, XorMappedAddress.TYPE),
                new Registered(0x0022, ReservationToken.TYPE),
                new Registered(0x002A, ConnectionId.TYPE),
                new Registered(0x8000, AddressFamily.ADDITIONAL_TYPE),
                new Registered(0x8001, AddressErrorCode.TYPE),
                new Registered(0x8002, PasswordAlgorithms.TYPE),
                new Registered(0x8022, Software.TYPE),
                new Registered(0x8023, AlternateServer.TYPE));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void attributeHasItsRegisteredNumber(Registered attribute) {
        assertThat(attribute.type()).isEqualTo(attribute.number());
    }

    private static List<ErrorCode> errors() {
        return List.of(
                ErrorCode.TRY_ALTERNATE,
                ErrorCode.BAD_REQUEST,
                ErrorCode.UNAUTHENTICATED,
                TurnError.FORBIDDEN,
                ErrorCode.UNKNOWN_ATTRIBUTE,
                TurnError.ALLOCATION_MISMATCH,
                ErrorCode.STALE_NONCE,
                TurnError.ADDRESS_FAMILY_NOT_SUPPORTED,
                TurnError.WRONG_CREDENTIALS,
                TurnError.UNSUPPORTED_TRANSPORT,
                TurnError.PEER_ADDRESS_FAMILY_MISMATCH,
                TurnError.CONNECTION_ALREADY_EXISTS,
                TurnError.CONNECTION_TIMEOUT_OR_FAILURE,
                TurnError.ALLOCATION_QUOTA_REACHED,
                TurnError.INSUFFICIENT_CAPACITY);
    }

    @ParameterizedTest
    @CsvSource({
        "300, Try Alternate",
        "400, Bad Request",
        "401, Unauthenticated",
        "403, Forbidden",
        "420, Unknown Attribute",
        "437, Allocation Mismatch",
        "438, Stale Nonce",
        "440, Address Family not Supported",
        "441, Wrong Credentials",
        "442, Unsupported Transport Protocol",
        "443, Peer Address Family Mismatch",
        "446, Connection Already Exists",
        "447, Connection Timeout or Failure",
        "486, Allocation Quota Reached",
        "508, Insufficient Capacity"
    })
    void errorHasItsRegisteredNumberAndReason(int code, String reason) {
        assertThat(errors()).contains(new ErrorCode(code, reason)).hasSize(15);
    }

    @ParameterizedTest
    @CsvSource({"1, MD5", "2, SHA256"})
    void passwordAlgorithmHasItsRegisteredNumber(int number, PasswordAlgorithm algorithm) {
        assertThat(PasswordAlgorithm.of(number)).contains(algorithm);
        assertThat(algorithm.number()).isEqualTo(number);
    }
}
