package org.p2psip.relay.stun.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.PasswordAlgorithms;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Userhash;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.auth.LongTermCredentials.Verdict;

class LongTermCredentialsTest {
    private static final long NOW = 1_800_000_000L;
    private static final String REALM = "example.org";
    private static final InetAddress CLIENT = new InetSocketAddress("192.0.2.1", 1).getAddress();
    private static final Attribute OFFER = new PasswordAlgorithms(PasswordAlgorithm.OFFERED).encode();

    private final KnownUsers users =
            new KnownUsers(REALM, Map.of("alice", "wonder"), List.of("new secret", "old secret"));
    private final Nonces nonces = new Nonces(new byte[32], 600, true);
    private final LongTermCredentials credentials = new LongTermCredentials(REALM, nonces, () -> users);

    private static StunMessage request(List<Attribute> attributes) {
        MessageType allocate = new MessageType(3, MessageClass.REQUEST);
        return new StunMessage(allocate, new TransactionId(0x2112A44201020304L, 5), attributes, false);
    }

    private Verdict judge(StunMessage request) {
        return credentials.judge(request, ByteBuffer.wrap(request.encode()), CLIENT, NOW);
    }

    private List<Attribute> claim(Attribute name) {
        return new ArrayList<>(List.of(name, new Realm(REALM).encode(), new Nonce(nonces.issue(CLIENT, NOW)).encode()));
    }

    private Verdict judge(String username, String password) {
        byte[] key = PasswordAlgorithm.MD5.key(username, REALM, password);
        return judge(MessageIntegrity.SHA1.sign(request(claim(new Username(username).encode())), key));
    }

    private static int code(Verdict verdict) {
        return ((Verdict.Refused) verdict).error().code();
    }

    @Test
    void requestWithoutIntegrityIsChallengedWithAllThatTheClientNeeds() {
        Verdict.Refused challenge = (Verdict.Refused) judge(request(List.of()));
        assertThat(challenge.error().code()).isEqualTo(401);
        assertThat(challenge.attributes())
                .extracting(Attribute::type)
                .containsExactly(Realm.TYPE, Nonce.TYPE, PasswordAlgorithms.TYPE);
        String nonce = Nonce.decode(challenge.attributes().get(1)).orElseThrow().text();
        assertThat(nonces.judge(nonce, CLIENT, NOW)).isEqualTo(Nonces.Verdict.FRESH);
    }

    @Test
    void passwordOfAListedUserIsRightAndAnyOtherIsNot() {
        Verdict.Authentic alice = (Verdict.Authentic) judge("alice", "wonder");
        assertThat(alice.username()).isEqualTo("alice");
        assertThat(alice.account()).isEqualTo("alice");
        assertThat(code(judge("alice", "Wonder"))).isEqualTo(401);
        assertThat(code(judge("bob", "wonder"))).isEqualTo(401);
    }

    @Test
    void clientMayChooseSha256AndAUserhash() {
        List<Attribute> attributes = claim(Userhash.of("alice", REALM).encode());
        attributes.add(OFFER);
        attributes.add(new PasswordAlgorithms(List.of(PasswordAlgorithm.SHA256.number())).encodeChoice());
        byte[] key = PasswordAlgorithm.SHA256.key("alice", REALM, "wonder");
        Verdict.Authentic alice = (Verdict.Authentic) judge(MessageIntegrity.SHA256.sign(request(attributes), key));
        assertThat(alice.username()).isEqualTo("alice");
        StunMessage answer = alice.sign(request(List.of()));
        assertThat(answer.first(MessageIntegrity.SHA256.type())).isPresent();
        assertThat(MessageIntegrity.SHA256.verify(ByteBuffer.wrap(answer.encode()), key))
                .isTrue();
    }

    /** RFC 8489 section 9.2.4: who takes the better algorithm from the offer on its way must not get far. */
    @Test
    void offerThatCameBackChangedIsABadRequest() {
        byte[] key = PasswordAlgorithm.MD5.key("alice", REALM, "wonder");
        Attribute md5 = new PasswordAlgorithms(List.of(PasswordAlgorithm.MD5.number())).encode();
        Attribute choice = new PasswordAlgorithms(List.of(PasswordAlgorithm.MD5.number())).encodeChoice();
        Attribute unknown = new PasswordAlgorithms(List.of(9)).encodeChoice();
        for (List<Attribute> wrong :
                List.of(List.of(md5, choice), List.of(choice), List.of(OFFER), List.of(OFFER, unknown))) {
            List<Attribute> attributes = claim(new Username("alice").encode());
            attributes.addAll(wrong);
            assertThat(code(judge(MessageIntegrity.SHA1.sign(request(attributes), key))))
                    .isEqualTo(400);
        }
        List<Attribute> attributes = claim(new Username("alice").encode());
        attributes.addAll(List.of(OFFER, choice));
        assertThat(judge(MessageIntegrity.SHA1.sign(request(attributes), key))).isInstanceOf(Verdict.Authentic.class);
    }

    @Test
    void integrityWithoutNameRealmOrNonceIsABadRequest() {
        for (int missing = 0; missing < 3; missing++) {
            List<Attribute> attributes = claim(new Username("alice").encode());
            attributes.remove(missing);
            assertThat(code(judge(MessageIntegrity.SHA1.sign(request(attributes), new byte[16]))))
                    .isEqualTo(400);
        }
    }

    @Test
    void realmOfAnotherServerIsNotOurs() {
        byte[] key = PasswordAlgorithm.MD5.key("alice", REALM, "wonder");
        List<Attribute> attributes = claim(new Username("alice").encode());
        attributes.set(1, new Realm("example.com").encode());
        assertThat(code(judge(MessageIntegrity.SHA1.sign(request(attributes), key))))
                .isEqualTo(401);
    }

    @Test
    void staleNonceIsAnsweredWithAFreshOne() {
        byte[] key = PasswordAlgorithm.MD5.key("alice", REALM, "wonder");
        List<Attribute> attributes = claim(new Username("alice").encode());
        attributes.set(2, new Nonce(nonces.issue(CLIENT, NOW - 600)).encode());
        Verdict.Refused stale = (Verdict.Refused) judge(MessageIntegrity.SHA1.sign(request(attributes), key));
        assertThat(stale.error().code()).isEqualTo(438);
        attributes.set(2, stale.attributes().get(1));
        assertThat(judge(MessageIntegrity.SHA1.sign(request(attributes), key))).isInstanceOf(Verdict.Authentic.class);
    }

    @Test
    void nonceIsGoodForItsAddressAndItsTimeOnly() {
        String nonce = nonces.issue(CLIENT, NOW);
        InetAddress other = new InetSocketAddress("192.0.2.2", 1).getAddress();
        assertThat(nonces.judge(nonce, CLIENT, NOW + 599)).isEqualTo(Nonces.Verdict.FRESH);
        assertThat(nonces.judge(nonce, CLIENT, NOW + 600)).isEqualTo(Nonces.Verdict.EXPIRED);
        assertThat(nonces.judge(nonce, other, NOW)).isEqualTo(Nonces.Verdict.FOREIGN);
        for (int at = 0; at < nonce.length(); at++) {
            String changed = nonce.substring(0, at) + (nonce.charAt(at) == 'b' ? 'c' : 'b') + nonce.substring(at + 1);
            assertThat(nonces.judge(changed, CLIENT, NOW)).as(changed).isEqualTo(Nonces.Verdict.FOREIGN);
        }
        assertThat(nonces.judge("", CLIENT, NOW)).isEqualTo(Nonces.Verdict.FOREIGN);
        assertThat(new Nonces(new byte[] {1}, 600, true).judge(nonce, CLIENT, NOW))
                .isEqualTo(Nonces.Verdict.FOREIGN);
    }

    /** The first 24 bits after the cookie say: password algorithms, and user hashes where users can be listed. */
    @Test
    void nonceNamesTheSecurityFeatures() {
        assertThat(nonces.issue(CLIENT, NOW)).startsWith("obMatJos2" + "wAAA");
        assertThat(new Nonces(new byte[32], 600, false).issue(CLIENT, NOW)).startsWith("obMatJos2" + "gAAA");
    }

    @Test
    void userOfTheSharedSecretIsGoodUntilItsTime() {
        String username = SharedSecretUsers.username("carol", NOW + 1);
        String password = SharedSecretUsers.password("new secret", username);
        Verdict.Authentic carol = (Verdict.Authentic) judge(username, password);
        assertThat(carol.account()).isEqualTo("carol");
        String late = SharedSecretUsers.username("carol", NOW);
        assertThat(code(judge(late, SharedSecretUsers.password("new secret", late))))
                .isEqualTo(401);
        assertThat(code(judge(username, SharedSecretUsers.password("no secret", username))))
                .isEqualTo(401);
    }

    @Test
    void secretThatIsBeingReplacedIsGoodToo() {
        String username = SharedSecretUsers.username("carol", NOW + 3_600);
        assertThat(judge(username, SharedSecretUsers.password("old secret", username)))
                .isInstanceOf(Verdict.Authentic.class);
    }

    /** What {@code openssl dgst -sha1 -hmac} says of the same name and secret. */
    @Test
    void passwordOfATimeLimitedNameIsTheOneThatOthersCompute() {
        assertThat(SharedSecretUsers.password("north", "1234567890:alice")).isEqualTo("VqaISA+2BxkCw1VepQhRdTergGA=");
    }

    @Test
    void namesThatSayNoTimeAreNotGood() {
        for (String name : List.of("", ":", "alice", "12a:alice", "1234567890123:alice", "-1:alice", "\u0661:alice")) {
            assertThat(SharedSecretUsers.isGood(name, 0)).as(name).isFalse();
        }
        assertThat(SharedSecretUsers.isGood("1800000000", 0)).isTrue();
    }
}
