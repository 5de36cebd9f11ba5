/**
 * Where the overlay begins (draft-willis-p2psip-concepts-02 section 3.4.4): what a bootstrap server answers, and how who
 * starts finds one. It must not know the ring, nor how servers are reached.
 */
package org.p2psip.routing.bootstrap;
