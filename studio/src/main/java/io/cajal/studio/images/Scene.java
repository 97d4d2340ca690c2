package io.cajal.studio.images;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Tensor;
import java.util.Arrays;

/**
 * A picture before a network: turned by an angle and covered with noise, always the same for a seed.
 *
 * @param picture [1 × C × H × W] in 0 … 1, upright and clean
 * @param angle in degrees, clockwise
 * @param noise deviation of the normal noise
 * @param place the class that is asked about, or −1 for the one that the clean picture is taken for
 */
record Scene(Net net, Tensor picture, double angle, double noise, long seed, int place) {

    /** What the network gets to see. */
    Tensor seen() {
        return noisy(turned(picture, angle), noise);
    }

    /** The picture at each of the angles, with the noise of this scene. */
    Tensor turned(double... angles) {
        return noisy(turned(picture, angles), noise);
    }

    /** The picture at this scene's angle under noise of each of the deviations: the same pattern, ever stronger. */
    Tensor noisy(double... deviations) {
        return noisy(turned(picture, angle), deviations);
    }

    /** One picture at all angles, or as many pictures as angles, each at its own. */
    static Tensor turned(Tensor pictures, double... angles) {
        if (angles.length == 1 && angles[0] == 0) {
            return pictures; // not a bit changed
        }
        int height = pictures.size(2);
        int width = pictures.size(3);
        double aspect = (double) height / width;
        double[] maps = new double[6 * angles.length];
        for (int i = 0; i < angles.length; i++) {
            double cos = StrictMath.cos(Math.toRadians(angles[i]));
            double sin = StrictMath.sin(Math.toRadians(angles[i]));
            maps[6 * i] = cos;
            maps[6 * i + 1] = sin * aspect;
            maps[6 * i + 3] = -sin / aspect;
            maps[6 * i + 4] = cos;
        }
        Tensor grid = Tensor.affineGrid(Tensor.of(Shape.of(angles.length, 2, 3), maps), height, width);
        Tensor each = pictures.size(0) == 1 ? pictures.repeat(0, angles.length) : pictures;
        return each.gridSample(grid).clamp(0, 1);
    }

    private Tensor noisy(Tensor pictures, double... deviations) {
        if (Arrays.stream(deviations).allMatch(deviation -> deviation == 0)) {
            return deviations.length == 1 ? pictures : pictures.repeat(0, deviations.length);
        }
        Tensor pattern = Tensor.normal(picture.shape(), Rng.of(seed).split("noise"));
        Tensor strengths = Tensor.of(Shape.of(deviations.length, 1, 1, 1), deviations);
        return pictures.add(pattern.mul(strengths)).clamp(0, 1);
    }

    /** The class in question. */
    int asked() {
        return place >= 0 ? place : best(net.model().predict(picture).toFloats());
    }

    static int best(float[] outputs) {
        int best = 0;
        for (int i = 1; i < outputs.length; i++) {
            best = outputs[i] > outputs[best] ? i : best;
        }
        return best;
    }
}
