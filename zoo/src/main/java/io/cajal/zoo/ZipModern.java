package io.cajal.zoo;

import io.cajal.base.Rng;
import io.cajal.base.Shape;
import io.cajal.data.Split;
import io.cajal.nn.RandomAffine;
import io.cajal.nn.RandomElastic;
import io.cajal.nn.Sequential;
import io.cajal.nn.Standardize;
import io.cajal.tensor.Tensor;
import io.cajal.zoo.kit.Classification;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import io.cajal.zoo.kit.Usps;

/**
 * The ZIP-code digits of {@link Zip1989} with what was learned since: rectified units (Nair and Hinton 2010), batch
 * normalisation (Ioffe and Szegedy 2015), dropout (Srivastava et al. 2014), cross-entropy, AdamW (Loshchilov and Hutter
 * 2019) and digits that are distorted anew every epoch (Simard, Steinkraus and Platt 2003). The same pictures; people
 * err on 2.5 % of the test images (Bromley and Säckinger 1991).
 */
public final class ZipModern implements Recipe {
    @Override
    public About about() {
        return new About("zip-modern", "0, 4",
                "the ZIP-code digits of 1989, with what was learned since",
                Goal.atMost(3, "test error %", 2.5, "people, Bromley and Säckinger 1991"),
                60);
    }

    @Override
    public Result run(Session session) {
        Sequential model = network(session.rng());
        Split usps = Usps.whole(session.data());
        return Classification.on(usps, this, session, model,
                CnnMnist.trainer(model).epochs(session.epochs(epochs())).batchSize(64));
    }

    static Sequential network(Rng root) {
        Rng distortions = root.split("distortions");
        return Sequential.of(
                Standardize.of(Tensor.of(Shape.of(1), -1), Tensor.of(Shape.of(1), 2)), // paper is 0, ink is 1
                RandomAffine.of(10, distortions.split("affine")).shift(0.08).scale(0.88, 1.12).shear(10),
                RandomElastic.of(6, 2.5, distortions.split("elastic")),
                CnnMnist.network(16, root.split("weights")));
    }
}
