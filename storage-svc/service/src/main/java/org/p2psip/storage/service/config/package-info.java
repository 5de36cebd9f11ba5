/**
 * What the service is configured with: the keys as given, and the settings that they mean.
 *
 * <p>It refuses what is not allowed with the key, the value and what is; it must not start anything.
 */
package org.p2psip.storage.service.config;
