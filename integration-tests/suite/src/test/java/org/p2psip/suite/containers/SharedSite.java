package org.p2psip.suite.containers;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.process.Shared;

/** One site for all classes of a run. Where a test fails, the containers' logs stay under {@code target/containers/logs}. */
final class SharedSite extends Shared<Site> implements AfterTestExecutionCallback {
    SharedSite() {
        super(Site.class);
    }

    @Override
    protected Site make() {
        Program.delete(Site.FILES);
        return Site.started();
    }

    @Override
    protected void up(Site site) {
        site.up();
    }

    @Override
    protected void stop(Site site) {
        site.remove();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            Site site = shared(context);
            site.keepLogs(context.getRequiredTestClass().getSimpleName() + "-"
                    + context.getRequiredTestMethod().getName());
            // What it has left down would fail the tests after it
            site.up();
        }
    }
}
