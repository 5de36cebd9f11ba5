/**
 * What operators ask of every service: how it is, and to drain. It must not know what is stored, nor how a cluster works.
 */
package org.p2psip.storage.service.admin;
