package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/**
 * In training, turns, moves, zooms and slants each image [N × C × H × W] about its middle by an angle, a shift, a
 * factor and a shear of its own, bilinearly, with zeros coming in from outside; nothing in evaluation. As
 * torchvision's layer of that name, whose units it has: {@snippet :
 * RandomAffine.of(15, rng).shift(0.1).scale(0.9, 1.1).shear(10)
 * }
 *
 * @param degrees the largest angle, to either side
 * @param shift the largest move, as a share of the width and of the height
 * @param smallest the smallest factor
 * @param largest the largest factor
 * @param shear the largest angle by which upright lines are slanted, in degrees
 * @param stream tells this layer's draws from those of others
 */
public record RandomAffine(double degrees, double shift, double smallest, double largest, double shear,
        long stream) implements Layer {
    private static final int MAP = 6;

    public RandomAffine {
        check("the angle must be in [0, 180] degrees, got ", degrees, degrees >= 0 && degrees <= 180);
        check("the shift must be in [0, 1], got ", shift, shift >= 0 && shift <= 1);
        check("the smallest factor must be above 0, got ", smallest, smallest > 0);
        check("the largest factor must not be below the smallest, got ", largest, largest >= smallest);
        check("the shear must be in [0, 90) degrees, got ", shear, shear >= 0 && shear < 90);
    }

    private static void check(String what, double value, boolean good) {
        if (!good) {
            throw new CajalException("randomAffine: " + what + value);
        }
    }

    /** Turns by up to so many degrees. */
    public static RandomAffine of(double degrees, Rng rng) {
        return new RandomAffine(degrees, 0, 1, 1, 0, rng.bits64());
    }

    public RandomAffine shift(double share) {
        return new RandomAffine(degrees, share, smallest, largest, shear, stream);
    }

    public RandomAffine scale(double from, double to) {
        return new RandomAffine(degrees, shift, from, to, shear, stream);
    }

    public RandomAffine shear(double angle) {
        return new RandomAffine(degrees, shift, smallest, largest, angle, stream);
    }

    @Override
    public Tensor forward(Tensor x) {
        Images.check("randomAffine", x);
        if (!Run.current().training()) {
            return x;
        }
        Rng rng = Run.current().rng("randomAffine").split(stream);
        double aspect = (double) x.size(2) / Math.max(1, x.size(3));
        double[] maps = new double[MAP * x.size(0)];
        for (int i = 0; i < maps.length; i += MAP) {
            draw(rng, aspect, maps, i);
        }
        Tensor theta = Tensor.wrap(Shape.of(x.size(0), 2, 3), x.device(), x.device().of(maps));
        return x.gridSample(Tensor.affineGrid(theta, x.size(2), x.size(3)));
    }

    /** A map [2 × 3] from the result's places to the image's, both from −1 to 1. */
    private void draw(Rng rng, double aspect, double[] to, int at) {
        double angle = Math.toRadians(rng.uniform(-degrees, degrees));
        double slant = StrictMath.tan(Math.toRadians(rng.uniform(-shear, shear)));
        double factor = 1 / rng.uniform(smallest, largest);
        double cos = factor * StrictMath.cos(angle);
        double sin = factor * StrictMath.sin(angle);
        to[at] = cos;
        to[at + 1] = (cos * slant - sin) * aspect;
        to[at + 2] = 2 * rng.uniform(-shift, shift);
        to[at + 3] = sin / aspect;
        to[at + 4] = sin * slant + cos;
        to[at + 5] = 2 * rng.uniform(-shift, shift);
    }
}
