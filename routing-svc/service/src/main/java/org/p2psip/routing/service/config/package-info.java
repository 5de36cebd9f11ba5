/**
 * The configuration of the service: its keys, what they allow, and the one line that says what is wrong. It must not
 * know who uses a setting.
 */
package org.p2psip.routing.service.config;
