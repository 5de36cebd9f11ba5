package org.p2psip.suite.containers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A test against the images, which {@code ./p2psip images --tests} makes; it runs with {@code -Dcontainers.tests=true}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "containers.tests",
        matches = "true",
        disabledReason = "it needs an engine and the images: -Dcontainers.tests=true")
@interface NeedsContainers {}
