/**
 * The images, in containers on one network of this machine: what only shows where each service has an address, a name and a
 * life of its own. Run where the system property {@code containers.tests} is true.
 *
 * <p>It must not know how images are made, nor what is in them.
 */
package org.p2psip.suite.containers;
