package io.cajal.zoo.margin;

import io.cajal.data.Batch;
import io.cajal.data.Dataset;
import io.cajal.report.PlanePanels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of a unit over time, among the points that it learns from. */
final class UnitPictures {
    private UnitPictures() {
    }

    /** The last so many lines, the older the paler, evenly spread over the last ones if there are far more. */
    static PlanePanels.Panel course(String title, Dataset data, LinearUnit unit, int lines) {
        List<double[]> course = unit.course();
        List<double[]> last = course.subList(Math.max(0, course.size() - lines), course.size());
        return panel(title, data, last);
    }

    /** Lines after passes 1, 2, 4, 8 …, and the last. */
    static PlanePanels.Panel doubling(String title, Dataset data, LinearUnit unit) {
        List<double[]> chosen = new ArrayList<>();
        for (int pass = 1; pass < unit.course().size(); pass *= 2) {
            chosen.add(unit.course().get(pass - 1));
        }
        chosen.add(unit.weights());
        return panel(title, data, chosen);
    }

    private static PlanePanels.Panel panel(String title, Dataset data, List<double[]> lines) {
        List<PlanePanels.Stroke> strokes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            double[] w = lines.get(i);
            strokes.add(new PlanePanels.Stroke(w[0], w[1], w[2],
                    i + 1 == lines.size() ? 1 : 0.45 * (i + 1) / lines.size()));
        }
        Batch all = data.all();
        double[] x = all.x().toDoubles();
        double[][] points = new double[data.size()][];
        Arrays.setAll(points, i -> new double[] {x[2 * i], x[2 * i + 1]});
        return new PlanePanels.Panel(title, points, all.y().toPositions("labels", 2), null, null, strokes);
    }
}
