package org.p2psip.storage.service.disk;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.infinispan.commons.configuration.attributes.AttributeSet;
import org.infinispan.configuration.cache.AbstractStoreConfigurationBuilder;
import org.infinispan.configuration.cache.PersistenceConfigurationBuilder;

/** Configures a cache to keep its entries on the disk, in RocksDB. */
public final class RecordDiskConfigurationBuilder
        extends AbstractStoreConfigurationBuilder<RecordDiskConfiguration, RecordDiskConfigurationBuilder> {
    /** Called by Infinispan. */
    public RecordDiskConfigurationBuilder(PersistenceConfigurationBuilder builder) {
        super(builder, RecordDiskConfiguration.attributeDefinitionSet());
    }

    /** Where the files are, created when it is not there. RocksDB's own code goes to "native" beside it. */
    public RecordDiskConfigurationBuilder directory(Path directory) {
        attributes.attribute(RecordDiskConfiguration.DIRECTORY).set(directory);
        return this;
    }

    /** Whether a write waits until it is on the disk; otherwise it reaches the disk within a second. */
    public RecordDiskConfigurationBuilder sync(boolean sync) {
        attributes.attribute(RecordDiskConfiguration.SYNC).set(sync);
        return this;
    }

    /**
     * Whether a start drops what is behind a damaged place of what was written last, rather than to refuse. What a crash
     * cut short at its end is no damage.
     */
    public RecordDiskConfigurationBuilder cutDamagedWal(boolean cut) {
        attributes.attribute(RecordDiskConfiguration.CUT_DAMAGED_WAL).set(cut);
        return this;
    }

    /** Who hears how the disk is. */
    public RecordDiskConfigurationBuilder health(DiskHealth health) {
        attributes.attribute(RecordDiskConfiguration.HEALTH).set(health);
        return this;
    }

    /** What a write may not replace now; asked for each. */
    public RecordDiskConfigurationBuilder order(Supplier<ValueOrder> order) {
        attributes.attribute(RecordDiskConfiguration.ORDER).set(order);
        return this;
    }

    @Override
    public AttributeSet attributes() {
        return attributes;
    }

    @Override
    public RecordDiskConfiguration create() {
        return new RecordDiskConfiguration(attributes.protect(), async.create());
    }

    @Override
    public RecordDiskConfigurationBuilder self() {
        return this;
    }
}
