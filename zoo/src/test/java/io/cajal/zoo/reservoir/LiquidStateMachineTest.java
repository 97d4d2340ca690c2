package io.cajal.zoo.reservoir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LiquidStateMachineTest {
    /** Without spikes from others v goes to 13.5 as exp(−t/30 ms) does, and never fires. */
    @Test
    void aCellAloneRunsOut() {
        SpikingCell cell = new SpikingCell(true, 0);
        for (int step = 1; step <= 400; step++) {
            assertFalse(cell.step());
            assertEquals(13.5 * (1 - Math.exp(-step * SpikingCell.STEP / 30)), cell.membrane(), 1e-9);
        }
    }

    /** A current of 60 nA brings v from reset to 15 mV at once; then the cell is deaf for 3 ms, or for 2. */
    @Test
    void aCellFiresAndIsDeafForAWhile() {
        for (boolean excitatory : new boolean[] {true, false}) {
            SpikingCell cell = new SpikingCell(excitatory, SpikingCell.RESET);
            int first = -1;
            int second = -1;
            for (int step = 0; step < 100 && second < 0; step++) {
                cell.receive(60); // held up
                if (cell.step()) {
                    second = first >= 0 ? step : second;
                    first = first < 0 ? step : first;
                }
            }
            double deaf = (second - first - 1) * SpikingCell.STEP;
            assertEquals(excitatory ? 3 : 2, deaf, 0.5);
        }
        SpikingCell hushed = new SpikingCell(true, 14.9);
        hushed.receive(1);
        hushed.receive(-60);
        for (int step = 0; step < 100; step++) {
            assertFalse(hushed.step());
        }
    }

    /** The recursion by hand, for U = ½, D = 100 ms, F = 50 ms and spikes 20 ms apart. */
    @Test
    void aSynapseTiresAndWarmsUp() {
        DynamicSynapse synapse = new DynamicSynapse(0, 0, 10, 0.5, 100, 50);
        DynamicSynapse.State state = new DynamicSynapse.State();
        assertEquals(5, synapse.spike(state, 0), 1e-12);
        double u = 0.5 + 0.5 * 0.5 * Math.exp(-0.4);
        double r = 1 + (1 - 0.5 - 1) * Math.exp(-0.2);
        assertEquals(10 * u * r, synapse.spike(state, 20), 1e-12);
        assertEquals(5, synapse.spike(state, 20_000), 1e-9, "rested");
    }

    @Test
    void aFifthInhibitsAndNearCellsAreLinked() {
        LiquidStateMachine liquid = LiquidStateMachine.draw(15, 3, 3, 1, Rng.of(1));
        int inhibitory = 0;
        for (int i = 0; i < liquid.cells(); i++) {
            inhibitory += liquid.isExcitatory(i) ? 0 : 1;
        }
        assertEquals(27, inhibitory);
        assertTrue(liquid.links() > 400 && liquid.links() < 1000, "links " + liquid.links());
    }

    @Test
    void theSameSeedRingsTheSame() {
        double[][] train = {{20, 40, 60, 80}};
        double[][] spikes = LiquidStateMachine.draw(5, 3, 3, 1, Rng.of(2)).ring(train, 150, Rng.of(3));
        double[][] again = LiquidStateMachine.draw(5, 3, 3, 1, Rng.of(2)).ring(train, 150, Rng.of(3));
        assertTrue(Arrays.stream(spikes).mapToInt(own -> own.length).sum() > 10);
        for (int i = 0; i < spikes.length; i++) {
            assertArrayEquals(spikes[i], again[i]);
        }
    }

    @Test
    void aReadoutSeesThroughAFadingWindow() {
        double[] state = LiquidStateMachine.seen(new double[][] {{70, 100, 130}, {}}, 100);
        assertArrayEquals(new double[] {1 + Math.exp(-1), 0, 1}, state, 1e-12);
    }

    @Test
    void templatesHaveTheirRateAndJitterIsSmall() {
        int spikes = 0;
        for (int i = 0; i < 300; i++) {
            spikes += SpikesToldApart.template(Rng.of(i)).length;
        }
        assertEquals(10, spikes / 300.0, 0.6, "20 Hz for half a second");
        double[] train = new double[400];
        Arrays.setAll(train, i -> 250);
        double squares = Arrays.stream(SpikesToldApart.jittered(train, Rng.of(1)))
                .map(t -> (t - 250) * (t - 250)).sum();
        assertEquals(4, Math.sqrt(squares / 400), 0.5);
    }

    @Test
    void badInputIsSaidInOneLine() {
        assertEquals(
                "liquid state machine: needs a cell and a channel, got a grid of 0 × 3 × 3 and 1 channels",
                assertThrows(CajalException.class, () -> LiquidStateMachine.draw(0, 3, 3, 1, Rng.of(1)))
                        .getMessage());
        LiquidStateMachine liquid = LiquidStateMachine.draw(2, 2, 2, 1, Rng.of(1));
        assertEquals("liquid state machine: expected spikes of 1 channels, got 2", assertThrows(
                CajalException.class, () -> liquid.ring(new double[2][0], 10, Rng.of(1))).getMessage());
    }
}
