/**
 * The client protocol (draft-willis-p2psip-concepts-02 section 3.4.2) for programs: Put, Get and Send through
 * whatever peer is alive. It must not know how peers route or store.
 */
package org.p2psip.client;
