/**
 * Messages of the contracts as types of the core, and back.
 *
 * <p>It only translates: it must not decide, call the store or know streams.
 */
package org.p2psip.storage.service.message;
