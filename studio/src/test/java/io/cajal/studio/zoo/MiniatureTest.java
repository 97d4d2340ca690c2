package io.cajal.studio.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.zoo.chart.NetworkType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tiny networks of the chart are real: they fit their diagrams, and learn. */
class MiniatureTest {
    static Stream<String> codes() {
        return LiveZoo.codes().stream();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void aFrameHasAValueForEachCellAndATextOfThePage(String code) throws Exception {
        NetworkType type = NetworkType.find(code).orElseThrow();
        Miniature miniature = Miniature.ALL.get(code).get();
        Map<?, ?> texts = texts();
        Set<String> different = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            Miniature.Frame frame = miniature.next();
            assertEquals(type.sketch().size(), frame.cells().length);
            for (double value : frame.cells()) {
                assertTrue(Double.isFinite(value));
            }
            String text = (String) texts.get("models.live." + frame.text());
            assertTrue(text != null, frame.text());
            String filled = text;
            for (Map.Entry<String, Object> value : frame.values().entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue().toString());
            }
            assertTrue(!filled.contains("{"), filled);
            different.add(Json.write(frame.toJson()));
        }
        assertTrue(different.size() > 2, "it stands still");
    }

    private static Map<?, ?> texts() throws Exception {
        try (var in = LiveZoo.class.getResourceAsStream("/io/cajal/studio/page/text/en.json")) {
            return (Map<?, ?>) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Within so many frames, some of which may be starts that fail. */
    @ParameterizedTest
    @CsvSource({"P,gate-learned,200", "FF,xor-learned,2000", "RNN,sequence-learned,2000",
            "LSTM,sequence-learned,4000",
            "GRU,sequence-learned,4000", "DFF,parity-learned,2000", "DRN,disc-learned,2000"})
    void itLearns(String code, String text, int frames) {
        Miniature miniature = Miniature.ALL.get(code).get();
        int frame = 0;
        while (!miniature.next().text().equals(text)) {
            assertTrue(++frame < frames, "not within %d frames".formatted(frames));
        }
    }

    @Test
    void digitsAreRead() {
        Miniature miniature = Miniature.ALL.get("DCN").get();
        long right = 0;
        for (int i = 0; i < 500; i++) {
            right = (Long) miniature.next().values().get("right");
        }
        assertTrue(right >= 17, right + " of 20");
    }

    @Test
    void aPageGetsWhatItAsksForAndNothingElse() {
        List<Object> said = new ArrayList<>();
        LiveZoo zoo = new LiveZoo(new Outlet() {
            @Override
            public void say(Object json) {
                said.add(json);
            }

            @Override
            public void send(ByteBuffer bytes) {
                throw new AssertionError();
            }
        });
        zoo.said(Message.parse("{\"next\": [\"P\", \"MC\", \"P\"]}"));
        assertEquals(Set.of("P", "MC"), ((Map<?, ?>) ((Map<?, ?>) said.getFirst()).get("frames")).keySet());
        for (String rubbish : List.of("{}", "{\"next\": \"P\"}", "{\"next\": [1]}", "{\"next\": [\"SVM\"]}",
                "{\"next\": [\"P\",\"P\",\"P\",\"P\",\"P\",\"P\",\"P\",\"P\",\"P\",\"P\"]}")) {
            CajalException wrong = assertThrows(CajalException.class, () -> zoo.said(Message.parse(rubbish)));
            assertEquals(1, wrong.getMessage().lines().count());
        }
        assertEquals(1, said.size());
        zoo.close();
    }
}
