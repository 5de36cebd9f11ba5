package org.p2psip.edge.service.tls;

/** Files that no TLS can be made of. The message is one line: key, file, and what is wrong with it. */
public final class TlsFilesRefused extends Exception {
    private static final long serialVersionUID = 1L;

    TlsFilesRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
