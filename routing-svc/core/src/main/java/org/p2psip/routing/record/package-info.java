/**
 * What a client may ask of records: resource names, kinds, and the bounds of Put, Get and Send. It must not know the
 * encoding of a request, nor what is stored.
 */
package org.p2psip.routing.record;
