/**
 * The container images themselves, as an engine has them: size, user, layers, start. Run where the system property
 * {@code containers.tests} is true, against what {@code ./p2psip images --tests} makes. What a site of them does is tested
 * elsewhere.
 */
package org.p2psip.suite.images;
