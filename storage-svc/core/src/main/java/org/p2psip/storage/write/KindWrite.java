package org.p2psip.storage.write;

import java.util.List;
import java.util.Optional;

/**
 * Writes to one kind of a resource: all are applied, or none.
 *
 * @param kind         Kind-ID
 * @param resourceName kept with the record; empty when the writer does not say it
 * @param generation   what the writer has seen, which has to be what is stored; 0 writes in any case. In a replica that
 *                     of the store it comes from, not 0
 * @param values       at most {@link WriteLimits#MAX_VALUES_PER_WRITE}, each key once
 * @param clear        removes what {@code values} does not name
 * @param replica      comes from another site's store: taken as it is where it is newer, and never refused for age
 */
public record KindWrite(
        int kind,
        String resourceName,
        long generation,
        List<ValueWrite> values,
        Optional<Clear> clear,
        boolean replica) {
    public KindWrite {
        values = List.copyOf(values);
    }
}
