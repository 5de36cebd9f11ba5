/**
 * The command line itself: its help, its exit codes, what it leaves behind.
 *
 * <p>It must not know SIP.
 */
package org.p2psip.suite.command;
