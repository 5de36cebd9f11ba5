/**
 * Admission of writes at this store: whose certificates it knows, what has to be signed, and what was refused. It must not
 * know what is stored but these certificates, nor how requests come.
 */
package org.p2psip.storage.service.admission;
