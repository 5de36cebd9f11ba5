package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.jgroups.JChannel;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.storage.service.records.NotServing;
import org.p2psip.storage.service.records.Stores;
import org.p2psip.storage.write.WriteResult;

/** Members that are cut off from each other, and find each other again. */
@Timeout(180)
class PartitionTest {
    private static final int RECORDS = 60;

    @TempDir
    Path data;

    private Members members;

    @BeforeEach
    void start() throws IOException {
        members = Members.serving(data, 3);
        write(0, 1);
    }

    @AfterEach
    void stop() {
        members.close();
    }

    @Test
    void aMemberThatIsCutOffRefusesWritesAndServesReadsAndHeals() throws Exception {
        cut(2);
        Members.await(
                "the others to notice",
                () -> members.get(0).members() == 2
                        && members.get(2).members() == 1
                        && members.get(2).state() == MemberState.STRANDED);

        assertThatThrownBy(() -> write(2, 9))
                .hasCauseInstanceOf(NotServing.class)
                .hasMessageContaining("1 of 3 members are reached, 2 take writes");
        assertThat(readable(2)).isGreaterThan(RECORDS / 3);
        assertThat(members.get(2).isRunning()).isTrue();
        write(0, 2);

        heal();
        members.awaitServing();
        assertAllHave(2);
        write(2, 3);
        assertAllHave(3);
    }

    @Test
    void membersThatAreAllCutOffFromEachOtherAreAllStrandedAndLoseNothing() throws Exception {
        cut(0);
        cut(1);
        for (int i = 0; i < 3; i++) {
            ClusterMember member = members.get(i);
            Members.await(
                    "member " + i + " to be alone and stranded",
                    () -> member.members() == 1 && member.state() == MemberState.STRANDED);
            int number = i;
            assertThatThrownBy(() -> write(number, 9)).hasCauseInstanceOf(NotServing.class);
        }

        heal();
        members.awaitServing();
        assertAllHave(1);
        write(2, 3);
        assertAllHave(3);
    }

    /** Neither it nor the others hear of each other from now on. */
    private void cut(int i) throws Exception {
        for (int other = 0; other < 3; other++) {
            if (other != i) {
                deafen(i, other);
                deafen(other, i);
            }
        }
    }

    private void deafen(int member, int to) throws Exception {
        ProtocolStack stack = channel(member).getProtocolStack();
        DISCARD discard = stack.findProtocol(DISCARD.class);
        if (discard == null) {
            discard = new DISCARD();
            stack.insertProtocol(discard, ProtocolStack.Position.ABOVE, TP.class);
        }
        discard.addIgnoreMember(channel(to).getAddress());
    }

    private void heal() {
        for (int i = 0; i < 3; i++) {
            channel(i).getProtocolStack().removeProtocol(DISCARD.class);
        }
    }

    private JChannel channel(int i) {
        return members.get(i).session().transport().createChannel("");
    }

    private void write(int member, long sequence) {
        for (int i = 0; i < RECORDS; i++) {
            assertThat(Stores.write(
                            members.store(member),
                            "user" + i,
                            Stores.registration("user" + i, "v" + sequence, sequence, 3600)))
                    .isInstanceOf(WriteResult.Accepted.class);
        }
    }

    private int readable(int member) {
        int readable = 0;
        for (int i = 0; i < RECORDS; i++) {
            try {
                readable += Stores.read(members.store(member), "user" + i).isPresent() ? 1 : 0;
            } catch (RuntimeException e) {
                assertThat(e).hasCauseInstanceOf(NotServing.class);
            }
        }
        return readable;
    }

    private void assertAllHave(long sequence) {
        for (ClusterMember member : members.all()) {
            for (int i = 0; i < RECORDS; i++) {
                assertThat(Stores.read(member.store(), "user" + i).orElseThrow().values())
                        .singleElement()
                        .satisfies(value -> assertThat(value.order().sequence()).isEqualTo(sequence));
            }
        }
    }
}
