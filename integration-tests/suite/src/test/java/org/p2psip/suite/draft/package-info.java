/** The paths of draft-willis-p2psip-concepts-02, each from end to end. */
package org.p2psip.suite.draft;
