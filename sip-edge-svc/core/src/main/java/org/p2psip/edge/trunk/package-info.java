/**
 * What is configured of SIP trunks, and what is shown of them: plain, checked data.
 *
 * <p>It must not know files and their syntax, calls that are up, nor how a trunk is reached.
 */
package org.p2psip.edge.trunk;
