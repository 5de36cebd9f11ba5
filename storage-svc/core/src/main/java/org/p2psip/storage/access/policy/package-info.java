/**
 * The access control policies, one class each: four of RFC 6940 section 7.3, and the project's own for what edges and
 * operators write. Each must only look at the attempt that it is given.
 */
package org.p2psip.storage.access.policy;
