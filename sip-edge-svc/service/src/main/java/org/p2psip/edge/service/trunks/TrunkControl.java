package org.p2psip.edge.service.trunks;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.settings.EdgeSettings;
import org.p2psip.edge.trunk.Trunks;

/** The trunks file of this edge, where it has one, and what is measured of it. */
@ApplicationScoped
public class TrunkControl {
    private final MeterRegistry meters;
    private Optional<TrunkReload> reload = Optional.empty();

    TrunkControl(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Reads the file; throws SettingRefused with all that is wrong with it.
     *
     * @param edgeUri SIP URI of this edge
     * @param taker takes what is in force, from {@link #start} on
     */
    public void read(EdgeSettings settings, String edgeUri, Consumer<Trunks> taker) {
        TrunkFile reader =
                new TrunkFile(settings.domains(), settings.properties().site(), edgeUri, System::getenv);
        Counts<TrunkReloadCounter> counts = new Counts<>(TrunkReloadCounter.class);
        reload = settings.trunksFile().map(file -> new TrunkReload(file, reader, taker, counts));
        reload.ifPresent(TrunkReload::read);
        for (TrunkReloadCounter counter : TrunkReloadCounter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT);
            FunctionCounter.builder("p2psip.trunks.reload." + name, counts, c -> c.get(counter))
                    .description(counter.description())
                    .register(meters);
        }
        Gauge.builder("p2psip.trunks.file.refused", this, TrunkControl::refused)
                .description("1 while the trunks file is not what is in force, as it was refused")
                .register(meters);
    }

    private int refused() {
        return reload.filter(file -> !file.state().problems().isEmpty()).isPresent() ? 1 : 0;
    }

    /** Hands over what was read, and looks for changes from now on. */
    public void start() {
        reload.ifPresent(TrunkReload::start);
    }

    public void stop() {
        reload.ifPresent(TrunkReload::stop);
    }

    /** The file; empty for an edge that is no gateway. */
    public Optional<TrunkReload> file() {
        return reload;
    }
}
