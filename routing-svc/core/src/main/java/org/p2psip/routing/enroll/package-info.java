/**
 * Who may become a user of the overlay (draft-willis-p2psip-concepts-02 section 3.4.3): address of record, domains,
 * digest hashes. It must not know where credentials are stored, nor any password.
 */
package org.p2psip.routing.enroll;
