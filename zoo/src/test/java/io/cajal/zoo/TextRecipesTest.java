package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.nn.Parts;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.AgNews;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextRecipesTest {
    /** Taking the text for a ring, the stationary distribution is the shares of its characters. */
    @Test
    void theStationaryDistributionIsTheShares() {
        Rng rng = Rng.of(3);
        int[] ids = IntStream.range(0, 2000).map(_ -> Math.min(rng.below(4), rng.below(5))).toArray();
        double[] pi = MarkovChain.stationary(MarkovChain.transitions(ids, 4));
        double[] shares = IntStream.range(0, 4)
                .mapToDouble(c -> IntStream.of(ids).filter(id -> id == c).count() / 2000.0).toArray();
        assertArrayEquals(shares, pi, 1e-12);
    }

    /** 1,014 characters become 34 places of 256 features. */
    @Test
    void theCharacterNetworkHasThePapersShapes() {
        assertEquals(34, CharCnnAgNews.Sizes.PAPER.places());
        CharCnnAgNews.Sizes narrow = new CharCnnAgNews.Sizes(1014, 3, 7, false);
        assertEquals(Shape.of(2, 4),
                CharCnnAgNews.network(narrow, Rng.of(1)).apply(Tensor.zeros(2, 70, 1014)).shape());
        assertEquals((70 * 7 + 256 * 7 + 4 * 256 * 3) * 256 + 6 * 256 + (34 * 256 + 1024 + 4 + 2) * 1024 + 4,
                Parts.count(CharCnnAgNews.network(CharCnnAgNews.Sizes.PAPER, Rng.of(1))));
    }

    @Test
    void itsGradientIsRight() {
        AgNews.Text text = new AgNews.Text("Workers say they are \"disappointed\" after talks. ".repeat(20),
                2);
        double off = CharCnnAgNews.gradientError(new CharCnnAgNews.Sizes(400, 5, 9, true), text, Rng.of(2), 0,
                1, 2,
                3, 4, 5, 6, 7, 8);
        assertTrue(off < 1e-6, "off by " + off);
    }
}
