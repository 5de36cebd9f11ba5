/**
 * Service accounts of a Kubernetes cluster as proof of who enrolls: asks the API server what a token is worth. It must not
 * know what a certificate is given for.
 */
package org.p2psip.routing.service.account;
