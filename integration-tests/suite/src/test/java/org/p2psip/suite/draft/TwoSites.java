package org.p2psip.suite.draft;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.p2psip.suite.node.Domains;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.Lan;

/**
 * Two nodes on two hosts of one network: the first one begins an overlay, the second one found it by multicast with no
 * more than an invitation, and is a site of its own. Started once for all classes of a run.
 */
final class TwoSites implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(TwoSites.class);
    private static final Path FILES = Path.of("target", "two-hosts").toAbsolutePath();
    /** For documentation and benchmarks (RFC 2544 appendix C.2.2), beside what the tests of NATs take. */
    private static final String NETWORK = "198.19.77";
    /** The last one is free for a test of its own. */
    private static final int HOSTS = 3;

    /**
     * What runs.
     *
     * @param invitation what the operator of the first node printed, as it was handed to the second
     */
    record Running(Lan lan, Node first, Node second, String invitation) implements AutoCloseable {
        static Running make() {
            Program.delete(FILES);
            Lan lan = Lan.make(NETWORK, HOSTS);
            Node first = new Node(FILES.resolve("first"), lan.host(1), Domains.GIVEN, List.of("--discoverable"));
            try {
                first.up();
                String invitation = invite(first, "--operator");
                Node second = new Node(
                        FILES.resolve("second"),
                        lan.host(2),
                        Domains.OF_OVERLAY,
                        List.of("--join", "multicast", "--token", invitation));
                second.up();
                return new Running(lan, first, second, invitation);
            } catch (AssertionError | RuntimeException e) {
                first.run("down");
                lan.close();
                throw e;
            }
        }

        @Override
        public void close() {
            try {
                second.down();
                first.down();
            } finally {
                lan.close();
            }
        }
    }

    /** An invitation to a new site, as an operator makes one. */
    static String invite(Node node, String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "enroll";
        all[1] = "peer";
        System.arraycopy(options, 0, all, 2, options.length);
        Finished invited = node.run(all).succeeded();
        return invited.output().lines().findFirst().orElseThrow().strip();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, type -> Running.make(), Running.class);
    }
}
