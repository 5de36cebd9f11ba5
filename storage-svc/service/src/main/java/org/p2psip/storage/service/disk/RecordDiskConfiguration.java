package org.p2psip.storage.service.disk;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.infinispan.commons.configuration.BuiltBy;
import org.infinispan.commons.configuration.ConfigurationFor;
import org.infinispan.commons.configuration.attributes.AttributeDefinition;
import org.infinispan.commons.configuration.attributes.AttributeSet;
import org.infinispan.configuration.cache.AbstractStoreConfiguration;
import org.infinispan.configuration.cache.AsyncStoreConfiguration;
import org.infinispan.configuration.parsing.Element;

/** What Infinispan makes a {@link RecordDiskStore} with. */
@BuiltBy(RecordDiskConfigurationBuilder.class)
@ConfigurationFor(RecordDiskStore.class)
public final class RecordDiskConfiguration extends AbstractStoreConfiguration<RecordDiskConfiguration> {
    static final AttributeDefinition<Path> DIRECTORY = AttributeDefinition.builder("directory", null, Path.class)
            .autoPersist(false)
            .immutable()
            .build();
    static final AttributeDefinition<Boolean> SYNC =
            AttributeDefinition.builder("sync", true).immutable().build();
    static final AttributeDefinition<Boolean> CUT_DAMAGED_WAL =
            AttributeDefinition.builder("cut-damaged-wal", false).immutable().build();
    static final AttributeDefinition<DiskHealth> HEALTH = AttributeDefinition.builder("health", null, DiskHealth.class)
            .autoPersist(false)
            .immutable()
            .build();

    static final AttributeDefinition<Supplier<ValueOrder>> ORDER = AttributeDefinition.<Supplier<ValueOrder>>builder(
                    "order", () -> ValueOrder.NONE)
            .autoPersist(false)
            .immutable()
            .build();

    RecordDiskConfiguration(AttributeSet attributes, AsyncStoreConfiguration async) {
        super(Element.STORE, attributes, async);
    }

    public static AttributeSet attributeDefinitionSet() {
        return new AttributeSet(
                RecordDiskConfiguration.class,
                AbstractStoreConfiguration.attributeDefinitionSet(),
                DIRECTORY,
                SYNC,
                CUT_DAMAGED_WAL,
                HEALTH,
                ORDER);
    }

    Path directory() {
        return attributes.attribute(DIRECTORY).get();
    }

    DiskHealth health() {
        return attributes.attribute(HEALTH).get();
    }

    Supplier<ValueOrder> order() {
        return attributes.attribute(ORDER).get();
    }

    boolean sync() {
        return attributes.attribute(SYNC).get();
    }

    boolean cutDamagedWal() {
        return attributes.attribute(CUT_DAMAGED_WAL).get();
    }
}
