package io.cajal.studio.play;

import io.cajal.nn.PlaneFeatures;
import io.cajal.nn.activation.Activations;
import io.cajal.studio.kit.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All names and bounds that a spec may have: what a page fills its menus with. */
final class Catalogue {
    private Catalogue() {
    }

    static Map<String, Object> toJson() {
        List<Object> data = new ArrayList<>();
        DataSets.classes()
                .forEach((name, classes) -> data.add(Spec.ordered("name", name, "classes", classes)));
        List<Object> optimizers = SpecReader.OPTIMIZERS.stream()
                .map(name -> (Object) Spec.ordered("name", name, "momentum", SpecReader.MOMENTA.get(name)))
                .toList();
        List<Object> schedules = new ArrayList<>();
        Plans.ALL.forEach((name, fields) -> schedules.add(Spec.ordered("name", name, "fields", fields)));
        return Spec.ordered("data", data, "inputs", PlaneFeatures.NAMES, "activations", Activations.names(),
                "optimizers", optimizers, "schedules", schedules, "losses", SpecReader.LOSSES, "penalties",
                SpecReader.PENALTIES, "initials", SpecReader.INITIALS, "limits", Limits.toJson(), "defaults",
                SpecReader.read(Message.of(Map.of())).toJson());
    }
}
