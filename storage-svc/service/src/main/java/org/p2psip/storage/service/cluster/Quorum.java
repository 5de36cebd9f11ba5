package org.p2psip.storage.service.cluster;

/**
 * How many members are enough.
 *
 * @param size   members that the cluster has when all are there
 * @param owners members that have a copy of a record
 */
record Quorum(int size, int owners) {
    /** Those who may take writes: no others can be as many. */
    int majority() {
        return size / 2 + 1;
    }

    /** Those of a start from nothing: with so many, a member is there for each record that was answered. */
    int toStart() {
        return Math.max(majority(), size - owners + 1);
    }
}
