package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;

/**
 * Numbers at places of planes: pooling and unpooling by given switches (Zeiler and Fergus 2014). Operand 1 has
 * the places [N × C × …], each a position in its plane; the two operations are each other's adjoint.
 */
sealed interface Place extends Op {
    Take TAKE = new Take();

    private static int planes(Tensor places) {
        return places.size(0) * places.size(1);
    }

    @Override
    default boolean keepsInput(int i) {
        return i == 1;
    }

    /** y[n, c, i] = x[n, c, places[n, c, i]]. */
    record Take() implements Place {
        @Override
        public String name() {
            return "maxPool2d";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return in[1].shape();
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.takePlaces(in[0].data(), in[1].data(), planes(in[1]));
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return i == 1 ? null : Op.apply(new Put(in[0].shape()), g, in[1]);
        }
    }

    /** x of the given shape with x[n, c, places[n, c, i]] = Σ y[n, c, i] and 0 elsewhere. */
    record Put(Shape to) implements Place {
        @Override
        public String name() {
            return "maxUnpool2d";
        }

        @Override
        public Shape shape(Tensor[] in) {
            return to;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.putPlaces(in[0].data(), in[1].data(), planes(in[1]), to.elements());
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return i == 1 ? null : Op.apply(TAKE, g, in[1]);
        }
    }
}
