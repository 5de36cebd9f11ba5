/**
 * Who somebody is in the overlay, as a certificate says it: Node-IDs, user name, roles, site. It must not know who issues
 * certificates, how they are checked to be genuine, nor what a role may do.
 */
package org.p2psip.identity;
