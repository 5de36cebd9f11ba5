/** What the edge starts with, and what it refuses to start with. */
package org.p2psip.edge.service.settings;
