package io.cajal.zoo.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.zoo.Recipes;
import java.io.StringReader;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** The chart is complete, and its pictures are pictures. */
class ChartTest {
    @Test
    void thereAre27TypesAnd13KindsAllOfThemUsed() {
        List<NetworkType> types = NetworkType.all();
        assertEquals(27, types.size());
        assertEquals(27, types.stream().map(NetworkType::code).distinct().count());
        assertEquals(13, CellKind.values().length);
        Set<CellKind> used = EnumSet.noneOf(CellKind.class);
        types.forEach(type -> used.addAll(type.sketch().cells()));
        assertEquals(EnumSet.allOf(CellKind.class), used);
    }

    @Test
    void linksJoinCellsThatAreThereAndNoneTwice() {
        for (NetworkType type : NetworkType.all()) {
            Sketch sketch = type.sketch();
            Set<Sketch.Link> links = new HashSet<>(sketch.links());
            assertEquals(sketch.links().size(), links.size(), type.code());
            Set<Integer> linked = new HashSet<>();
            for (Sketch.Link link : links) {
                assertTrue(link.from() >= 0 && link.from() < sketch.size() && link.to() >= 0
                        && link.to() < sketch.size(), type.code() + " " + link);
                linked.add(link.from());
                linked.add(link.to());
            }
            assertEquals(sketch.size(), linked.size(), type.code() + " has a cell alone");
        }
    }

    @Test
    void diagramsAreXmlAndTheSameEachTime() throws Exception {
        for (NetworkType type : NetworkType.all()) {
            String svg = Diagram.of(type);
            assertEquals(svg, Diagram.of(type));
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
            int cells = 0;
            int lines = 0;
            var elements = document.getElementsByTagName("*");
            for (int i = 0; i < elements.getLength(); i++) {
                Element element = (Element) elements.item(i);
                cells += element.hasAttribute("data-cell") ? 1 : 0;
                lines += element.hasAttribute("data-from") ? 1 : 0;
            }
            assertEquals(type.sketch().size(), cells, type.code());
            assertEquals(type.sketch().links().size(), lines, type.code());
        }
    }

    @Test
    void cellsDoNotLieOnEachOtherNorOutside() throws Exception {
        var place = java.util.regex.Pattern.compile("translate\\(([\\d.]+) ([\\d.]+)\\)");
        for (NetworkType type : NetworkType.all()) {
            List<double[]> at = place.matcher(Diagram.of(type)).results()
                    .map(m -> new double[] {Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2))})
                    .toList();
            for (int i = 0; i < at.size(); i++) {
                double[] a = at.get(i);
                assertTrue(a[0] >= 12 && a[0] <= 228 && a[1] >= 12 && a[1] <= 138, type.code());
                for (double[] b : at.subList(0, i)) {
                    assertTrue(Math.hypot(a[0] - b[0], a[1] - b[1]) > 22, type.code());
                }
            }
        }
    }

    @Test
    void everyTypeHasRecipesAndTheyExist() {
        for (NetworkType type : NetworkType.all()) {
            assertFalse(type.recipes().isEmpty(), type.code());
            for (String recipe : type.recipes()) {
                assertTrue(Recipes.find(recipe).isPresent(), type.code() + ": " + recipe);
            }
        }
    }

    @Test
    void figuresComeFromTheResults() {
        Recorded lenet = Recorded.of("lenet-5").orElseThrow();
        assertEquals("test error %", lenet.metric());
        assertTrue(lenet.accept().startsWith("≤ "), lenet.accept());
        assertTrue(Double.parseDouble(lenet.value()) > 0);
        assertFalse(Recorded.of("zip-1989").orElseThrow().met());
        assertTrue(Recorded.of("recipe").isEmpty());
    }
}
