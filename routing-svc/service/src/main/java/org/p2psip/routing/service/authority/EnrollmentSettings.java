package org.p2psip.routing.service.authority;

import java.time.Duration;

/**
 * How the enrollment server works.
 *
 * @param overlay name of the overlay, a domain name
 * @param site site of certificates for tokens that name none
 * @param memberLifetime of certificates of services and operators
 * @param userLifetime of certificates of users
 * @param authorityLifetime of a CA that is made here
 * @param listLifetime of a revocation list
 */
public record EnrollmentSettings(
        String overlay,
        String site,
        Duration memberLifetime,
        Duration userLifetime,
        Duration authorityLifetime,
        Duration listLifetime) {}
