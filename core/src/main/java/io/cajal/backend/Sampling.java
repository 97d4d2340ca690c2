package io.cajal.backend;

/**
 * Reading images between their pixels: the sizes of images [batch × channels × height × width] and of a grid
 * [batch × outHeight × outWidth × 2] of places (x, y), where −1 and 1 are the outer edges of the first and the last
 * pixel. A number between pixels lies on the bilinear surface through the nearest four; outside there are zeros.
 *
 * @param slope which derivative of that surface is read
 */
public record Sampling(int batch, int channels, int height, int width, int outHeight, int outWidth,
        Slope slope) {

    /** The surface itself, its derivative in the place's x or y, or the mixed one. */
    public enum Slope {
        NONE(false, false), X(true, false), Y(false, true), BOTH(true, true);

        private final boolean alongX;
        private final boolean alongY;

        Slope(boolean alongX, boolean alongY) {
            this.alongX = alongX;
            this.alongY = alongY;
        }

        /** One derivative more, or null where that is 0. */
        public Slope alsoX() {
            return alongX ? null : alongY ? BOTH : X;
        }

        /** One derivative more, or null where that is 0. */
        public Slope alsoY() {
            return alongY ? null : alongX ? BOTH : Y;
        }
    }

    public Sampling with(Slope other) {
        return new Sampling(batch, channels, height, width, outHeight, outWidth, other);
    }

    /** Numbers of the images. */
    public int inputs() {
        return batch * channels * height * width;
    }

    /** Numbers of the result. */
    public int outputs() {
        return batch * channels * outHeight * outWidth;
    }

    /** Places of one image's grid. */
    public int places() {
        return outHeight * outWidth;
    }

    /** Whether the derivative in x is read. */
    public boolean alongX() {
        return slope.alongX;
    }

    /** Whether the derivative in y is read. */
    public boolean alongY() {
        return slope.alongY;
    }
}
