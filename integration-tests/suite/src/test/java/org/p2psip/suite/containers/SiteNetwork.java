package org.p2psip.suite.containers;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2psip.suite.program.Host;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A network of containers with addresses that are known beforehand, and the hosts on it that programs of tests run on. */
final class SiteNetwork implements AutoCloseable {
    private static final String PHONES = "p2psip-test/phones:1";
    /** Another run may have one of them. */
    private static final List<String> PREFIXES = List.of("10.197.88.", "10.197.89.", "10.197.90.", "10.197.91.");

    private static final int FIRST_PROGRAM = 100;
    private static final int PROGRAMS = 150;

    private final Network network;
    private final String prefix;
    private final Path files;
    private final AtomicInteger programs = new AtomicInteger();

    private SiteNetwork(Network network, String prefix, Path files) {
        this.network = network;
        this.prefix = prefix;
        this.files = files;
    }

    /** @param files a directory that programs find at the same place */
    static SiteNetwork make(Path files) {
        DockerException taken = null;
        for (String prefix : PREFIXES) {
            Network network = Network.builder()
                    .createNetworkCmdModifier(create ->
                            create.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(prefix + "0/24"))))
                    .build();
            try {
                network.getId(); // makes it
                return new SiteNetwork(network, prefix, files);
            } catch (DockerException notThisOne) {
                taken = notThisOne;
            }
        }
        throw new AssertionError("no network of " + PREFIXES + " can be made", taken);
    }

    Network network() {
        return network;
    }

    /** The address with this number. */
    String address(int number) {
        return prefix + number;
    }

    /** Gives a container an address for its whole life. */
    <C extends GenericContainer<?>> C at(int number, C container) {
        container.withCreateContainerCmdModifier(create -> create.withIpv4Address(address(number)));
        return container;
    }

    /** A host of its own for one program at a time: a container that lives as long as the program. */
    Host host() {
        return host(FIRST_PROGRAM + programs.getAndIncrement() % PROGRAMS);
    }

    /** As {@link #host()}, at the address with this number. */
    Host host(int number) {
        String address = address(number);
        return new Host(
                address,
                List.of(
                        "docker",
                        "run",
                        "--rm",
                        "--init",
                        "--network",
                        network.getId(),
                        "--ip",
                        address,
                        "--volume",
                        files + ":" + files,
                        "--workdir",
                        files.toString(),
                        PHONES));
    }

    @Override
    public void close() {
        network.close();
    }
}
