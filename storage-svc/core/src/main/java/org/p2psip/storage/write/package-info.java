/**
 * How a write is decided: the state of a kind and a write go in, the next state or a refusal comes out.
 *
 * <p>It is one pure step that an owner applies atomically; it must not know threads, caches or messages.
 */
package org.p2psip.storage.write;
