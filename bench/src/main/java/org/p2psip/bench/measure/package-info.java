/**
 * What every bench measures with: processes of a node, their CPU time, percentiles. It must not know what the load is.
 */
package org.p2psip.bench.measure;
