package org.p2psip.storage.service.records;

import org.p2psip.storage.write.StoredValueRules;

/** What a step needs at each member; it does not travel. */
record StepContext(StoredValueRules rules, KeptBytes kept, Ownership ownership) {}
