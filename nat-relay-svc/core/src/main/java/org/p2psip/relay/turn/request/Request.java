package org.p2psip.relay.turn.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.attribute.ErrorCode;
import org.p2psip.relay.stun.attribute.Software;
import org.p2psip.relay.stun.auth.LongTermCredentials.Verdict.Authentic;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.FiveTuple;
import org.p2psip.relay.turn.Now;

/**
 * A request whose sender has shown the password.
 *
 * @param sender and the key that the answer is signed with
 */
public record Request(StunMessage message, FiveTuple from, Authentic sender, Now now) {
    // Without a version, which would tell an attacker what to try (RFC 8489 section 14.14)
    private static final Attribute SOFTWARE = new Software("p2psip").encode();

    public Optional<Attribute> first(int attributeType) {
        return message.first(attributeType);
    }

    public Command success(List<Attribute> attributes) {
        return answer(MessageClass.SUCCESS_RESPONSE, attributes);
    }

    public Command failure(ErrorCode error, Attribute... more) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(error.encode());
        attributes.addAll(List.of(more));
        return answer(MessageClass.ERROR_RESPONSE, attributes);
    }

    private Command answer(MessageClass messageClass, List<Attribute> attributes) {
        List<Attribute> all = new ArrayList<>(attributes);
        all.add(SOFTWARE);
        MessageType type = new MessageType(message.type().method(), messageClass);
        StunMessage answer = new StunMessage(type, message.transactionId(), all, message.fingerprint());
        return new Command.Answer(from, sender.sign(answer).encode());
    }
}
