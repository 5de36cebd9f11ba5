package org.p2psip.bench.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SippRunTest {
    private static final String NAMES = "StartTime;SuccessfulCall(C);FailedCall(C);Retransmissions(C);";

    @Test
    void operationThatWasNeverStartedHasFailed() {
        SippRun.Outcome outcome = SippRun.Outcome.of(List.of(NAMES, "a;10;0;0;", "b;95;2;7;"), 100);
        assertThat(outcome).isEqualTo(new SippRun.Outcome(95, 5, 7));
        assertThat(outcome.isClean()).isFalse();
    }

    @Test
    void oneInThousandIsTooManyForACleanRate() {
        assertThat(new SippRun.Outcome(9_991, 9, 0).isClean()).isTrue();
        assertThat(new SippRun.Outcome(9_991, 9, 1).isClean()).isFalse();
    }
}
