package org.p2psip.routing.service.remote;

import org.p2psip.proto.v1.EntryStat;
import org.p2psip.proto.v1.KindStat;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.StatAnswer;
import org.p2psip.proto.v1.StatResponse;
import org.p2psip.proto.v1.StoredEntry;

/** What storage says of records without their values, as peers tell each other. */
final class StatAnswers {
    private StatAnswers() {}

    static StatAnswer of(StatResponse stat) {
        StatAnswer.Builder answer = StatAnswer.newBuilder();
        for (KindStat kind : stat.getKindsList()) {
            KindState.Builder state =
                    answer.addKindsBuilder().setKind(kind.getKind()).setGeneration(kind.getGeneration());
            for (EntryStat entry : kind.getEntriesList()) {
                state.addEntries(StoredEntry.newBuilder()
                        .setDictionaryKey(entry.getDictionaryKey())
                        .setArrayIndex(entry.getArrayIndex())
                        .setExists(entry.getExists())
                        .setStorageTimeMs(entry.getStorageTimeMs())
                        .setLifetimeS(entry.getLifetimeS()));
            }
        }
        return answer.build();
    }
}
