package org.p2psip.suite.process;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One of something for all classes of a run, since a start costs seconds: brought up before each class (which restarts what
 * the class before has killed), stopped after the last. Classes are extended with a subclass, and take it as a parameter.
 *
 * @param <T> what is shared
 */
public abstract class Shared<T> implements BeforeAllCallback, ParameterResolver {
    private final Class<T> type;

    /** What is shared, stopped when the run ends. */
    private record Running<T>(Shared<T> shared, T it) implements AutoCloseable {
        @Override
        public void close() {
            shared.stop(it);
        }
    }

    protected Shared(Class<T> type) {
        this.type = type;
    }

    /** Makes it, for the first class. */
    protected abstract T make();

    /** Starts it, or what is missing of it; returns when all of it is ready. */
    protected abstract void up(T it);

    /** Stops it, after the last class. */
    protected abstract void stop(T it);

    @Override
    public void beforeAll(ExtensionContext context) {
        up(shared(context));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public T resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context);
    }

    /** What is shared in the run that a context belongs to. */
    protected final T shared(ExtensionContext context) {
        Object running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(getClass()))
                .getOrComputeIfAbsent(Running.class, key -> new Running<>(this, make()), Running.class)
                .it();
        return type.cast(running);
    }
}
