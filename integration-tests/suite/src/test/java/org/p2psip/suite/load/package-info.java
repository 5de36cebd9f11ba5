/**
 * Phones at work while something is done to what serves them: those that register, and those that call.
 *
 * <p>It must not know what is done, nor whether services are processes or containers: it has the addresses of edges.
 */
package org.p2psip.suite.load;
