package org.p2psip.storage.service.log;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.infinispan.commons.configuration.BuiltBy;
import org.infinispan.commons.configuration.ConfigurationFor;
import org.infinispan.commons.configuration.attributes.AttributeDefinition;
import org.infinispan.commons.configuration.attributes.AttributeSet;
import org.infinispan.configuration.cache.AbstractStoreConfiguration;
import org.infinispan.configuration.cache.AsyncStoreConfiguration;
import org.infinispan.configuration.parsing.Element;

/** What Infinispan makes a {@link RecordLogStore} with. */
@BuiltBy(RecordLogConfigurationBuilder.class)
@ConfigurationFor(RecordLogStore.class)
public final class RecordLogConfiguration extends AbstractStoreConfiguration<RecordLogConfiguration> {
    static final AttributeDefinition<Path> DIRECTORY = AttributeDefinition.builder("directory", null, Path.class)
            .autoPersist(false)
            .immutable()
            .build();
    static final AttributeDefinition<Boolean> SYNC =
            AttributeDefinition.builder("sync", true).immutable().build();

    static final AttributeDefinition<LongConsumer> DAMAGED = AttributeDefinition.builder(
                    "damaged", null, LongConsumer.class)
            .autoPersist(false)
            .immutable()
            .build();

    RecordLogConfiguration(AttributeSet attributes, AsyncStoreConfiguration async) {
        super(Element.STORE, attributes, async);
    }

    public static AttributeSet attributeDefinitionSet() {
        return new AttributeSet(
                RecordLogConfiguration.class,
                AbstractStoreConfiguration.attributeDefinitionSet(),
                DIRECTORY,
                SYNC,
                DAMAGED);
    }

    Path directory() {
        return attributes.attribute(DIRECTORY).get();
    }

    LongConsumer damaged() {
        return attributes.attribute(DAMAGED).get();
    }

    boolean sync() {
        return attributes.attribute(SYNC).get();
    }
}
