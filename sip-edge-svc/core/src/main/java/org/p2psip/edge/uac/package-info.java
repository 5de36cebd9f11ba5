/**
 * The edge as a user agent client: requests that it sends itself, and the digest credentials they need.
 *
 * <p>It must not know what the requests are for.
 */
package org.p2psip.edge.uac;
