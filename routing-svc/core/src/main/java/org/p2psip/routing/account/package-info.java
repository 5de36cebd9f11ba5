/**
 * Who becomes a member by a service account of a Kubernetes cluster: the token's form, what an API server's review of it
 * means, and which account gets which roles. It must not know how the API server is asked.
 */
package org.p2psip.routing.account;
