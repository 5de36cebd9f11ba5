package org.p2psip.suite.node;

import java.nio.file.Path;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.process.Shared;

/** One node for all classes of a run. Its files stay under {@code target/node} for a look at them. */
public final class SharedNode extends Shared<Node> {
    public SharedNode() {
        super(Node.class);
    }

    @Override
    protected Node make() {
        Path data = Path.of("target", "node").toAbsolutePath();
        Program.delete(data);
        return Node.withTls(data);
    }

    @Override
    protected void up(Node node) {
        node.up();
    }

    @Override
    protected void stop(Node node) {
        node.down();
    }
}
