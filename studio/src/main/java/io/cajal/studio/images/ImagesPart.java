package io.cajal.studio.images;

import io.cajal.studio.kit.Part;

/** The images tab. */
public final class ImagesPart implements Part {
}
