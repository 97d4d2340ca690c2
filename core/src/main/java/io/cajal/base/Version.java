package io.cajal.base;

import java.util.Objects;

/** Which Cajal this is. */
public final class Version {
    /**
     * The version in the jar's manifest, such as {@code 0.1.0}; {@code (not packaged)} when run from class
     * files.
     */
    public static final String TEXT = Objects
            .requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "(not packaged)");

    private Version() {
    }
}
