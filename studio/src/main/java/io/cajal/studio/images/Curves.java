package io.cajal.studio.images;

import io.cajal.tensor.Run;
import io.cajal.tensor.Tensor;

/** All probabilities over the angles from −90° to 90°, and over the noise from 0 to 1, each in one batch. */
final class Curves {
    private static final int FARTHEST = 90;
    /** Multiply-adds: some tenths of a second. */
    private static final long BUDGET = 400_000_000;
    private static final int[] DEGREES = {1, 2, 3, 5, 9, 15, 30};
    private static final int[] PARTS = {50, 25, 20, 10, 5};

    private Curves() {
    }

    static Frame of(Scene scene) {
        int most = scene.net().passes(BUDGET);
        int step = step(most);
        double[] angles = new double[2 * FARTHEST / step + 1];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = -FARTHEST + i * step;
        }
        double[] deviations = new double[parts(most) + 1];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = (double) i / (deviations.length - 1);
        }
        return Run.evaluation()
                .call(() -> new Frame().put("asked", scene.asked()).put("angles", angles.length)
                        .put("levels", deviations.length).part("turned", outputs(scene, scene.turned(angles)),
                                angles.length, scene.net().model().classes().size())
                        .part("noisy", outputs(scene, scene.noisy(deviations)), deviations.length,
                                scene.net().model().classes().size()));
    }

    private static float[] outputs(Scene scene, Tensor pictures) {
        return scene.net().model().predict(pictures).toFloats();
    }

    private static int step(int most) {
        int i = 0;
        while (i < DEGREES.length - 1 && 2 * FARTHEST / DEGREES[i] + 1 > most) {
            i++;
        }
        return DEGREES[i];
    }

    private static int parts(int most) {
        int i = 0;
        while (i < PARTS.length - 1 && PARTS[i] + 1 > most) {
            i++;
        }
        return PARTS[i];
    }
}
