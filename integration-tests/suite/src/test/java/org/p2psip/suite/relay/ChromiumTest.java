package org.p2psip.suite.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.suite.process.NeedsPrograms;

/** Two pages in Chromium that may reach each other through the relay only, and exchange messages. */
@NeedsPrograms({"chromium", "chromedriver", "openssl"})
class ChromiumTest {
    private static final int MESSAGES = 200;
    private static final int OCTETS = 1_000;

    /** Makes an offer, or the answer to one, with all candidates. The page that answers sends back what it gets. */
    private static final String DESCRIBE =
            """
            const [url, username, credential, offer, done] = arguments;
            window.received = [];
            window.pc = new RTCPeerConnection(
                {iceTransportPolicy: 'relay', iceServers: [{urls: url, username, credential}]});
            pc.ondatachannel = event => event.channel.onmessage = message => event.channel.send(message.data);
            (async () => {
              if (offer === '') {
                window.channel = pc.createDataChannel('relayed');
                channel.onmessage = message => received.push(message.data);
                await pc.setLocalDescription(await pc.createOffer());
              } else {
                await pc.setRemoteDescription(JSON.parse(offer));
                await pc.setLocalDescription(await pc.createAnswer());
              }
              await new Promise(all => {
                const look = () => pc.iceGatheringState === 'complete' && all();
                pc.onicegatheringstatechange = look;
                look();
              });
              done(JSON.stringify(pc.localDescription));
            })().catch(error => done('error: ' + error));
            """;

    /** Takes the answer, sends messages when the channel is open, and tells how many came back as they were. */
    private static final String EXCHANGE =
            """
            const [answer, messages, octets, done] = arguments;
            (async () => {
              await pc.setRemoteDescription(JSON.parse(answer));
              await new Promise(open => channel.readyState === 'open' ? open() : channel.onopen = open);
              const sent = Array.from({length: messages}, (_, i) => (i + ' ').padEnd(octets, 'x'));
              sent.forEach(message => channel.send(message));
              await new Promise(all => {
                channel.onmessage = message => received.push(message.data) === messages && all();
              });
              const pair = [...(await pc.getStats()).values()].find(stat => stat.type === 'candidate-pair' && stat.nominated);
              const type = (await pc.getStats()).get(pair.localCandidateId).candidateType;
              done(sent.filter((message, i) => received[i] === message).length + ' by ' + type);
            })().catch(error => done('error: ' + error));
            """;

    @TempDir
    private static Path directory;

    private static RelayProgram relay;
    private static Browser alice;
    private static Browser bob;

    @BeforeAll
    static void start() throws IOException {
        relay = RelayProgram.start(directory, "127.0.0.1");
        alice = Browser.open(Files.createDirectory(directory.resolve("alice")));
        bob = Browser.open(Files.createDirectory(directory.resolve("bob")));
    }

    @AfterAll
    static void stop() {
        alice.close();
        bob.close();
        relay.close();
    }

    private static String describe(Browser browser, String transport, String offer) {
        String url = "turn:" + relay.host() + ":" + relay.port() + "?transport=" + transport;
        String description = browser.run(DESCRIBE, url, RelayProgram.USER, RelayProgram.PASSWORD, offer);
        assertThat(description).contains(" typ relay ").doesNotContain(" typ host ");
        return description;
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void messagesOfADataChannelComeBackThroughTheRelay(String transport) {
        double before = relayed();
        String offer = describe(alice, transport, "");
        String answer = describe(bob, transport, offer);
        assertThat(alice.run(EXCHANGE, answer, MESSAGES, OCTETS)).isEqualTo(MESSAGES + " by relay");
        // there and back, and each of the two ways through two relayed addresses
        assertThat(relayed() - before).isGreaterThan(4.0 * MESSAGES * OCTETS);
    }

    private static double relayed() {
        return relay.metrics().sumOfCounters(name -> name.startsWith("p2psip_turn_bytes"));
    }
}
