package org.p2psip.routing.service.storage;

/** A task that runs on the peer loop after what is queued there now, once for all who ask for it until then. */
public final class LoopTask {
    private final PeerLoop loop;
    private final Runnable task;
    private boolean planned;

    public LoopTask(PeerLoop loop, Runnable task) {
        this.loop = loop;
        this.task = task;
    }

    /** On the loop. */
    public void plan() {
        if (!planned) {
            planned = true;
            loop.execute(this::run);
        }
    }

    private void run() {
        planned = false;
        task.run();
    }
}
