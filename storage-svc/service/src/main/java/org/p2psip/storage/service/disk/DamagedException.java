package org.p2psip.storage.service.disk;

import java.io.IOException;

/** Files of the records are damaged, so that they cannot be opened, or take no writes any more. To try again does not help. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
