package io.cajal.backend;

/**
 * The geometry of a two-dimensional cross-correlation, which the field calls convolution:
 * {@code y[n, o, p, q] = Σ x[n, c, p·strideY − paddingY + i·dilationY, q·strideX − paddingX + j·dilationX] · w[o, c, i, j]}
 * over the channels c of o's group and the taps i, j; outside of x there are zeros. Shapes: x [batch ×
 * inChannels × height × width], w [outChannels × inChannels/groups × kernelHeight × kernelWidth], y [batch ×
 * outChannels × outHeight × outWidth].
 */
public record Convolution(int batch, int groups, int inChannels, int height, int width, int outChannels,
        int outHeight, int outWidth, int kernelHeight, int kernelWidth, int strideY, int strideX,
        int paddingY,
        int paddingX, int dilationY, int dilationX) {

    public int inputs() {
        return batch * inChannels * height * width;
    }

    public int outputs() {
        return batch * outChannels * outHeight * outWidth;
    }

    public int weights() {
        return outChannels * groupChannels() * taps();
    }

    public int groupChannels() {
        return inChannels / groups;
    }

    public int groupOutputs() {
        return outChannels / groups;
    }

    public int taps() {
        return kernelHeight * kernelWidth;
    }
}
