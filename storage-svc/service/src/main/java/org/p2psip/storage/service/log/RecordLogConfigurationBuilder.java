package org.p2psip.storage.service.log;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.infinispan.commons.configuration.attributes.AttributeSet;
import org.infinispan.configuration.cache.AbstractStoreConfigurationBuilder;
import org.infinispan.configuration.cache.PersistenceConfigurationBuilder;

/** Configures a cache to keep its entries in a log. */
public final class RecordLogConfigurationBuilder
        extends AbstractStoreConfigurationBuilder<RecordLogConfiguration, RecordLogConfigurationBuilder> {
    /** Called by Infinispan. */
    public RecordLogConfigurationBuilder(PersistenceConfigurationBuilder builder) {
        super(builder, RecordLogConfiguration.attributeDefinitionSet());
    }

    /** Where the files are; created when it is not there. */
    public RecordLogConfigurationBuilder directory(Path directory) {
        attributes.attribute(RecordLogConfiguration.DIRECTORY).set(directory);
        return this;
    }

    /** Whether a write waits until it is on the disk; otherwise it reaches the disk within a second. */
    public RecordLogConfigurationBuilder sync(boolean sync) {
        attributes.attribute(RecordLogConfiguration.SYNC).set(sync);
        return this;
    }

    /** Who hears how many entries were found damaged, and are lost. */
    public RecordLogConfigurationBuilder damaged(LongConsumer damaged) {
        attributes.attribute(RecordLogConfiguration.DAMAGED).set(damaged);
        return this;
    }

    @Override
    public AttributeSet attributes() {
        return attributes;
    }

    @Override
    public RecordLogConfiguration create() {
        return new RecordLogConfiguration(attributes.protect(), async.create());
    }

    @Override
    public RecordLogConfigurationBuilder self() {
        return this;
    }
}
