package org.p2psip.relay.stun.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.relay.stun.Attribute;

class ErrorCodeTest {
    @ParameterizedTest
    @CsvSource({
        "420, Unknown Attribute, 00000414556e6b6e6f776e20417474726962757465",
        "300, '', 00000300",
        "699, é, 00000663c3a9"
    })
    void codeIsReadAndWrittenAsHundredsAndRest(int code, String reason, String value) {
        ErrorCode error = new ErrorCode(code, reason);
        Attribute attribute = new Attribute(ErrorCode.TYPE, HexFormat.of().parseHex(value));
        assertThat(error.encode()).isEqualTo(attribute);
        assertThat(ErrorCode.decode(attribute)).contains(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000004", "00000214", "00000714", "00000464"})
    void valueThatIsNoCodeIsRefused(String value) {
        assertThat(ErrorCode.decode(new Attribute(ErrorCode.TYPE, HexFormat.of().parseHex(value))))
                .isEmpty();
    }

    @Test
    void reservedBitsAreIgnored() {
        Attribute attribute = new Attribute(ErrorCode.TYPE, HexFormat.of().parseHex("fffffc14"));
        assertThat(ErrorCode.decode(attribute)).contains(new ErrorCode(420, ""));
    }

    @Test
    void reasonOfMoreThan763OctetsIsRefused() {
        byte[] value = new byte[4 + 764];
        value[2] = 4;
        assertThat(ErrorCode.decode(new Attribute(ErrorCode.TYPE, value))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new ErrorCode(420, "x".repeat(764)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ErrorCode(200, "OK"));
    }

    @Test
    void reasonThatIsNoUtf8IsReplacedAndThenMeasured() {
        Attribute oneOctet = new Attribute(ErrorCode.TYPE, HexFormat.of().parseHex("00000414ff"));
        assertThat(ErrorCode.decode(oneOctet)).contains(new ErrorCode(420, "\uFFFD"));
        byte[] many = new byte[4 + 300];
        Arrays.fill(many, (byte) 0xFF);
        many[2] = 4;
        many[3] = 20;
        assertThat(ErrorCode.decode(new Attribute(ErrorCode.TYPE, many))).isEmpty();
    }
}
