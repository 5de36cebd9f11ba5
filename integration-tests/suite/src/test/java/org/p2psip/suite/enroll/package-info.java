/**
 * Enrollment (draft-willis-p2psip-concepts-02 sections 3.4.1 and 3.4.3): certificates as others read them, users who are
 * disabled.
 *
 * <p>It must not know the services' insides.
 */
package org.p2psip.suite.enroll;
