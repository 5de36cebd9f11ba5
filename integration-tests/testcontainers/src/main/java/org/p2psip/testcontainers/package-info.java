/**
 * A whole node in containers, started by somebody's integration test: {@link org.p2psip.testcontainers.P2psipNode}.
 *
 * <p>It must not know how the services work inside: it has their images, their settings and their health.
 */
package org.p2psip.testcontainers;
