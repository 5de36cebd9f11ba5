package org.p2psip.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private static final TransactionId ID = new TransactionId(0x2112A44201020304L, 0x05060708090A0B0CL);

    @Test
    void messageIsWrittenAsHeaderAndPaddedAttributes() {
        Attribute attribute = new Attribute(0x8022, new byte[] {'a', 'b', 'c', 'd', 'e'});
        byte[] octets = new StunMessage(MessageType.BINDING_SUCCESS, ID, List.of(attribute), false).encode();
        assertThat(octets)
                .asHexString()
                .isEqualToIgnoringCase("0101000c2112a4420102030405060708090a0b0c" + "80220005" + "6162636465000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 763, 65_000})
    void whatIsWrittenIsReadAlike(int valueOctets) {
        for (boolean fingerprint : List.of(true, false)) {
            List<Attribute> attributes =
                    List.of(new Attribute(0x8022, new byte[3]), new Attribute(0x0013, new byte[valueOctets]));
            StunMessage message = new StunMessage(MessageType.BINDING_INDICATION, ID, attributes, fingerprint);
            assertThat(StunDecoder.decode(ByteBuffer.wrap(message.encode()))).isEqualTo(message);
        }
    }

    @Test
    void attributesBeyondTheLengthFieldAreRefused() {
        List<Attribute> attributes = List.of(new Attribute(0x0013, new byte[65_535]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StunMessage(MessageType.BINDING_REQUEST, ID, attributes, false));
    }

    @Test
    void fingerprintIsNotGivenAsAnAttribute() {
        List<Attribute> attributes = List.of(new Attribute(Fingerprint.TYPE, new byte[4]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StunMessage(MessageType.BINDING_REQUEST, ID, attributes, false));
    }
}
