package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameAddrTest {
    private static NameAddr address(String text) {
        return NameAddr.parse(text).orElseThrow(() -> new AssertionError(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "\"A. G. Bell\" <sip:agb@bell-telephone.com> ;tag=a48s|A. G. Bell|sip:agb@bell-telephone.com|a48s",
                "sip:+12125551212@server.phone2net.com;tag=887s|``|sip:+12125551212@server.phone2net.com|887s",
                "Anonymous <sip:c8oqz84zk7z@privacy.org>;TAG=hyh8|Anonymous|sip:c8oqz84zk7z@privacy.org|hyh8",
                "<sip:a@b;tag=uri>|``|sip:a@b;tag=uri|-",
                "caller<sip:a@b>|caller|sip:a@b|-",
                "\"say \\\"<hi>\\\", \\\\\" <sip:a@b>;tag=1|say \"<hi>\", \\|sip:a@b|1",
                "\"\" < sip:a@b > ; tag = x|``|sip:a@b|x",
                "tel:+1-201-555-0123;tag=z|``|tel:+1-201-555-0123|z",
                "<sip:a,b?c@d>;tag=1@2=3|``|sip:a,b?c@d|1@2=3",
                "J\u00c3\u00b6rg <sip:j@b>|J\u00c3\u00b6rg|sip:j@b|-"
            })
    void isRead(String text, String displayName, String uri, String tag) {
        NameAddr address = address(text);

        assertThat(address.displayName()).isEqualTo(displayName);
        assertThat(address.uriText()).isEqualTo(uri);
        assertThat(address.tag()).isEqualTo(tag);
        NameAddr again = address(address.toString());
        assertThat(again.displayName()).isEqualTo(displayName);
        assertThat(again.uriText()).isEqualTo(uri);
        assertThat(again.params()).isEqualTo(address.params());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "<>",
                "<sip:>",
                "<alice>",
                "<sip:a@b",
                "sip:a@b>",
                "\"open <sip:a@b>",
                "\"x\" sip:a@b",
                "\"x\"",
                "a, b <sip:a@b>",
                "sip:a@b?c=d",
                "sip:a,b@c",
                "<sip:a@b>x",
                "<sip:a@b>;",
                "<sip:a@b>;;tag=1",
                "<sip:a@b>;tag=",
                "<sip:a@b>;tag=1;tag=2",
                "<sip:a@b>;x=\"open",
                "<sip:a b@c>",
                "<<sip:a@b>>",
                "1sip:a@b",
                "sip:a@b c"
            })
    void isRefused(String text) {
        assertThat(NameAddr.parse(text)).isEmpty();
    }

    @Test
    void uriOfAnotherSchemeIsOnlyText() {
        assertThat(address("<tel:+1-201-555-0123>").uri()).isNull();
        assertThat(address("<sip:a@b:99999>").uri()).isNull();
        assertThat(address("<sip:a@b:9>").uri().port()).isEqualTo(9);
    }

    @Test
    void parametersOfAContact() {
        NameAddr contact = address("<sip:a@b>;+sip.instance=\"<urn:uuid:0c67446e-f1a1>\";reg-id=1;Expires=60;ob");

        assertThat(contact.params())
                .isEqualTo(
                        Map.of("+sip.instance", "<urn:uuid:0c67446e-f1a1>", "reg-id", "1", "expires", "60", "ob", ""));
        assertThat(contact.param("ob")).isEmpty();
        assertThat(contact.param("q")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1,1000",
        "0,0",
        "0.5,500",
        "0.33,330",
        "0.001,1",
        "1.0,1000",
        "1.000,1000",
        "0.,0",
        "1.001,-1",
        "2,-1",
        "0.1234,-1",
        "-1,-1",
        "x,-1",
        "0.x,-1",
        ".5,-1"
    })
    void preferenceIsInThousandths(String q, int expected) {
        assertThat(address("<sip:a@b>;q=" + q).q()).isEqualTo(expected);
        assertThat(address("<sip:a@b>").q()).isEqualTo(1000);
    }
}
