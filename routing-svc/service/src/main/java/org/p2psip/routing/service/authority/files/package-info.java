/**
 * What an enrollment server keeps: CAs, tokens, certificates, revocations, lists, in files that survive a crash. It must
 * not decide who gets anything.
 */
package org.p2psip.routing.service.authority.files;
