package io.cajal.studio.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page says of an experiment: completed, checked, and never believed. */
class SpecTest {
    @Test
    void whatIsLeftOutIsFilledIn() {
        Spec spec = Specs.of("{}");
        assertEquals("circle", spec.data().name());
        assertEquals(List.of("x", "y"), spec.inputs());
        assertEquals(List.of(4, 1), spec.sizes());
        assertEquals(2 * 4 + 4 + 4 + 1, spec.parameters());
        assertEquals(Spec.CROSS_ENTROPY, spec.loss());
    }

    @Test
    void aCompleteSpecIsReadAsItIsWritten() {
        Spec spec = Specs
                .of("""
                {'data': {'name': 'own', 'points': [[0, 1, 0], [1, 0, 1], [2, 2, 2], [-1, 0.5, 1]], 'share': 0.6},
                 'inputs': ['sinX', 'x'], 'layers': [{'units': 3, 'activation': 'Gelu', 'dropout': 0.1, 'norm': true}],
                 'optimizer': {'name': 'adam', 'rate': 0.01}, 'schedule': {'name': 'cosine', 'epochs': 50, 'warmUp': 2},
                 'penalty': {'name': 'l1', 'rate': 0.001}, 'initial': 'playground', 'batch': 7, 'seed': 'ñandú',
                 'stop': {'epochs': 10, 'loss': 0.1, 'accuracy': 0.9},
                 'edits': [{'step': 9, 'set': 'rate', 'value': 1}, {'step': 3, 'set': 'weight', 'layer': 0, 'unit': 2,
                            'input': 1, 'value': -2}, {'step': 9, 'set': 'bias', 'layer': 1, 'unit': 2, 'value': 0}]}""");
        assertEquals(3, spec.classes());
        assertEquals(List.of(3L, 9L, 9L), spec.edits().stream().map(Edit::step).toList());
        assertEquals(spec, Specs.of(Json.write(spec.toJson())));
    }

    @Test
    void theTaskDecidesTheLossWhereThereIsNoChoice() {
        assertEquals(Spec.SQUARE, Specs.of("{'data': {'name': 'plane'}}").loss());
        assertEquals(Spec.CROSS_ENTROPY, Specs.of("{'data': {'name': 'rings'}, 'loss': 'square'}").loss());
        assertEquals(Spec.SQUARE, Specs.of("{'loss': 'square'}").loss());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'layrs': []} | layrs: there is no such field, did you mean \"layers\"?",
            "{'data': {'name': 'circel'}} | data.name: there is no \"circel\", did you mean \"circle\"?",
            "{'data': {'count': 5001}} | data.count: expected a whole number from 4 to 5000, got 5001",
            "{'data': {'count': -1}} | data.count",
            "{'data': {'count': 1e300}} | data.count",
            "{'data': {'noise': 0.6}} | data.noise: expected a number from 0.0 to 0.5, got 0.6",
            "{'data': {'share': 0}} | data.share",
            "{'data': 5} | data: expected an object, got 5",
            "{'data': {'name': 'own'}} | data.points is missing",
            "{'data': {'name': 'own', 'points': [[0, 0, 0]]}} | data.points: expected 4 points or more, got 1",
            "{'data': {'name': 'own', 'points': [[0, 0, 0], [0, 0], 1, 2]}} | data.points[1]: expected [x, y, label]",
            "{'data': {'name': 'own', 'points': [[0, 0, 0.5], [0, 0, 0], [0, 0, 0], [0, 0, 0]]}} | class number from 0 to 9, got 0.5",
            "{'data': {'name': 'own', 'points': [[1e9, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]}} | data.points[0]: expected x and y",
            "{'inputs': []} | inputs: expected one or more of x, y, xSquared",
            "{'inputs': ['x', 'x']} | each once",
            "{'inputs': ['z']} | inputs",
            "{'inputs': [[]]} | inputs",
            "{'layers': [{'units': 129}]} | layers[0].units: expected a whole number from 1 to 128, got 129",
            "{'layers': [{'units': 4}, {'units': 4, 'activation': 'Tan'}]} | layers[1].activation: there is no \"Tan\"",
            "{'layers': [{'units': 2, 'dropout': 1}]} | layers[0].dropout",
            "{'layers': [{}]} | layers[0].units is missing",
            "{'layers': 'many'} | layers: expected a list of 12 entries at most, got \"many\"",
            "{'layers': [{'units': 128}, {'units': 128}, {'units': 128}]} | layers: they have 33,537 weights and biases",
            "{'layers': [{'units': 4, 'norm': true}], 'batch': 1} | batch: batch norm needs 2 examples",
            "{'layers': [{'units': 4, 'norm': true}], 'data': {'count': 4, 'share': 0.2}} | data: batch norm needs 2",
            "{'optimizer': {'name': 'sdg'}} | optimizer.name: there is no \"sdg\", did you mean \"sgd\"?",
            "{'optimizer': {'rate': -1}} | optimizer.rate",
            "{'optimizer': {'rate': 'fast'}} | optimizer.rate: expected a number from 0.0 to 1000.0, got \"fast\"",
            "{'schedule': {'name': 'cosine', 'gamma': 2}} | schedule.gamma: there is no such field",
            "{'schedule': {'name': 'step', 'every': 1.5}} | schedule.every: expected a whole number",
            "{'penalty': {'name': 'l3'}} | penalty.name",
            "{'batch': 0} | batch: expected a whole number from 1",
            "{'seed': 5} | seed: expected a text, got 5",
            "{'stop': {'epochs': 0}} | stop.epochs",
            "{'edits': [{'step': 1, 'set': 'weight', 'layer': 2, 'unit': 0, 'input': 0, 'value': 1}]} | edits[0].layer: expected a whole number from 0 to 1, got 2",
            "{'edits': [{'step': 1, 'set': 'weight', 'layer': 0, 'unit': 0, 'input': 2, 'value': 1}]} | edits[0].input",
            "{'edits': [{'step': 1, 'set': 'bias', 'layer': 0, 'unit': 0, 'value': 1e7}]} | edits[0].value",
            "{'edits': [{'step': -1, 'set': 'rate', 'value': 1}]} | edits[0].step",
            "{'edits': [{'step': 1, 'set': 'mood', 'value': 1}]} | edits[0].set: there is no \"mood\""})
    void whatDoesNotFitIsNamedInOneLine(String json, String expected) {
        String message = assertThrows(CajalException.class, () -> Specs.of(json)).getMessage();
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aTextThatIsTooLongIsNotRepeated() {
        String seed = "x".repeat(5_000);
        String message = assertThrows(CajalException.class, () -> Specs.of("{'seed': '" + seed + "'}"))
                .getMessage();
        assertEquals("seed: expected a text of 100 characters at most, got 5000", message);
        String field = assertThrows(CajalException.class, () -> Specs.of("{'" + seed + "': 1}")).getMessage();
        assertTrue(field.length() < 200, field);
    }

    @Test
    void everyDataSetHasItsClassesAndLiesInTheSquare() {
        DataSets.classes().forEach((name, classes) -> {
            Spec spec = Specs.of("{'data': {'name': '" + name + "', 'count': 600, 'share': 0.7}}");
            Points points = Points.of(spec);
            assertEquals(420, points.train().length);
            assertEquals(180, points.test().length);
            double[][] all = IntStream.range(0, 600)
                    .mapToObj(i -> i < 420 ? points.train()[i] : points.test()[i - 420])
                    .toArray(double[][]::new);
            for (double[] point : all) {
                assertTrue(Math.abs(point[0]) < 9 && Math.abs(point[1]) < 9, name);
            }
            if (classes > 0) {
                assertEquals(IntStream.range(0, classes).boxed().collect(Collectors.toSet()),
                        Arrays.stream(all).map(point -> (int) point[2]).collect(Collectors.toSet()), name);
            }
        });
    }
}
