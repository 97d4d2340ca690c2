package io.cajal.studio.play;

import io.cajal.studio.kit.Part;

/** The playground tab. */
public final class PlayPart implements Part {
}
