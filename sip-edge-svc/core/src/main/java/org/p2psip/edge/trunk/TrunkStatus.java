package org.p2psip.edge.trunk;

/**
 * How one host of a trunk is doing.
 *
 * @param trunk name of the trunk
 * @param host its URI
 * @param up whether calls are sent there
 * @param lastProbeAgoNanos since the last probe that was answered, in ns; -1 when none was
 * @param calls calls of the trunk that are up or ringing now
 * @param callsPerSecond calls of the trunk that began within the last whole second
 * @param refusedCalls calls of the trunk refused as too many were up
 * @param refusedRate calls of the trunk refused as too many began in a second
 * @param failovers calls that went on from this host to another one
 * @param registration how the registration of this edge at the trunk is doing
 */
public record TrunkStatus(
        String trunk,
        String host,
        boolean up,
        long lastProbeAgoNanos,
        int calls,
        int callsPerSecond,
        long refusedCalls,
        long refusedRate,
        long failovers,
        RegistrationState registration) {

    /** State of a registration of this edge. */
    public enum RegistrationState {
        /** None is configured. */
        NONE,
        TRYING,
        REGISTERED,
        /** Refused or not answered; it is tried again. */
        FAILED
    }
}
