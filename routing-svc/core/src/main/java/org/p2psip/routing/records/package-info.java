/**
 * How records follow ranges from site to site: what a new owner takes over, which replicas are made, and where stores have
 * come apart (RFC 6940 section 10.7.3). It must not know values, stores or connections: others move the records for it.
 */
package org.p2psip.routing.records;
