package io.cajal.zoo.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.Layer;
import io.cajal.tensor.Tensor;
import io.cajal.train.Evaluation;
import io.cajal.zoo.generative.BouncingBalls.Pieces;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BouncingBallsTest {
    private static final int NUMBERS = 2 * BouncingBalls.BALLS;

    @Test
    void ballsStayInTheBoxAndKeepTheirEnergy() {
        for (int film = 0; film < 20; film++) {
            double[] path = BouncingBalls.path(100, Rng.of(film));
            int free = 0;
            for (int t = 0; t + 1 < 100; t++) {
                double moved = 0;
                for (int i = 0; i < NUMBERS; i++) {
                    double now = path[t * NUMBERS + i];
                    assertTrue(now > 1.2 - 0.5 && now < 8.8 + 0.5,
                            "film " + film + " frame " + t + ": " + now);
                    moved += Math.pow(path[(t + 1) * NUMBERS + i] - now, 2);
                }
                assertTrue(moved < 0.25 + 1e-9); // less than a straight line where a ball turned between two frames
                free += moved > 0.25 - 1e-9 ? 1 : 0;
            }
            assertTrue(free > 40 && free < 99, "free flights: " + free);
        }
    }

    @Test
    void aBallIsADiscWithASoftEdge() {
        double[] path = {5, 5, 5, 5, 5, 5};
        float[] one = new float[BouncingBalls.SIDE * BouncingBalls.SIDE];
        BouncingBalls.draw(path, 0, one, 0);
        assertEquals(1, one[14 * BouncingBalls.SIDE + 14]); // three balls at one place are not brighter than white
        assertEquals(0, one[0]);
        double edge = Math.pow((Math.pow(3.5, 2) + 0.25) / 9 / 1.44, 4); // 3.5 and 0.5 pixels off, of a third each
        assertEquals(Math.min(1, 3 * Math.exp(-edge)), one[14 * BouncingBalls.SIDE + 18], 1e-5);
    }

    @Test
    void aPieceIsFollowedByItsNextFrame() {
        Pieces all = Pieces.all(2, 10, 4, Rng.of(1));
        assertEquals(12, all.size());
        assertEquals(Shape.of(12, 4, 30, 30), all.all().x().shape());
        Tensor first = all.batch(0, 6).y(); // the fifth frame of both films
        assertArrayEquals(first.toFloats(), all.batch(1, 7).x().narrow(1, 3, 1).toFloats());
    }

    @Test
    void filmsFollowFromTheSeed() {
        Pieces one = Pieces.drawn(5, 20, 4, 3, Rng.of(1));
        assertArrayEquals(one.starts(), Pieces.drawn(5, 20, 4, 3, Rng.of(1)).starts());
        assertArrayEquals(one.paths()[4], Pieces.drawn(9, 20, 4, 3, Rng.of(1)).paths()[4]);
        assertFalse(Arrays.equals(one.paths()[0], Pieces.drawn(5, 20, 4, 3, Rng.of(2)).paths()[0]));
        assertTrue(Arrays.stream(one.starts()).allMatch(start -> start % 20 < 16),
                "the next frame is in the film");
    }

    @Test
    void aDreamSeesItsOwnFrames() {
        Layer counts = x -> x.narrow(1, 3, 1).add(0.1);
        Tensor dreamt = NextFrame.dream(counts, Tensor.zeros(2, 4, 30, 30), 12);
        assertEquals(Shape.of(2, 12, 30, 30), dreamt.shape());
        assertEquals(0.3, dreamt.select(1, 2).mean().item(), 1e-6);
        assertEquals(1, dreamt.select(1, 11).mean().item(), 1e-6); // no brighter than white
    }

    @Test
    void theErrorOfAFrameIsASumOverItsPixels() {
        Tensor truth = Tensor.zeros(2, 1, 30, 30);
        assertEquals(9, new NextFrame.FrameError().of(truth.add(0.1), truth), 1e-4);
        Pieces pieces = Pieces.drawn(3, 10, 4, 2, Rng.of(3));
        Evaluation scored = Evaluation.of(NextFrame.network(Rng.of(4)), pieces);
        assertEquals(Shape.of(6, 1, 30, 30), scored.outputs().shape());
    }
}
