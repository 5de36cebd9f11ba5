/**
 * Enrollment of users: the overlay's configuration, and the credentials records of users. It must not know any
 * password, nor how storage is reached.
 */
package org.p2psip.routing.service.enrollment;
