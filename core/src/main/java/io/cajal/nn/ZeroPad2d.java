package io.cajal.nn;

import io.cajal.tensor.Tensor;

/** Zeros around an image, so many columns and rows. Input [N × C × H × W]. */
public record ZeroPad2d(int left, int right, int top, int bottom) implements Layer {
    public static ZeroPad2d of(int all) {
        return new ZeroPad2d(all, all, all, all);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("zeroPad2d", x);
        return x.pad(2, top, bottom, 0).pad(3, left, right, 0);
    }
}
