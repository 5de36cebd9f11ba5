package org.p2psip.suite.node;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.p2psip.suite.process.Program;

/**
 * One node for all classes of a run, since a start costs seconds: brought up before each class (which restarts what
 * the class before has killed), stopped after the last. Its files stay under {@code target/node} for a look at them.
 */
public final class SharedNode implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedNode.class);

    /** The node, stopped when the run ends. */
    private record Running(Node node) implements AutoCloseable {
        static Running make() {
            Path data = Path.of("target", "node").toAbsolutePath();
            Program.delete(data);
            return new Running(Node.withTls(data));
        }

        @Override
        public void close() {
            node.down();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        node(context).up();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Node.class;
    }

    @Override
    public Node resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return node(context);
    }

    private static Node node(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, type -> Running.make(), Running.class)
                .node();
    }
}
