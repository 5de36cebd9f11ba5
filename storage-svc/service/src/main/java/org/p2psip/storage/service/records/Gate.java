package org.p2psip.storage.service.records;

/** Whether requests are served. Asked for each of them, so it must be cheap. */
public interface Gate {
    Gate OPEN = new Gate() {
        @Override
        public NotServing refusesReads() {
            return null;
        }

        @Override
        public NotServing refusesWrites() {
            return null;
        }
    };

    /** Null when they are served. */
    NotServing refusesReads();

    /** Null when they are served. Reads may be served meanwhile, of what is known here. */
    NotServing refusesWrites();
}
