package io.cajal.tensor;

import io.cajal.backend.Backend;
import io.cajal.backend.Data;
import io.cajal.base.Shape;

/**
 * Operations that choose elements by position or by condition. Positions are checked by {@link Tensor}
 * before.
 */
sealed interface Lookup extends Op {

    /** Rows of the operand seen as [* × width], given the result's shape. */
    record Take(int[] rows, int width, Shape to) implements Lookup {
        @Override
        public Shape shape(Tensor[] in) {
            return to;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.take(in[0].data(), rows, width);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(new Put(rows, width, in[0].shape()), g);
        }

        @Override
        public boolean keepsInput(int i) {
            return false;
        }

        @Override
        public String toString() {
            return "Take[%d rows of %d]".formatted(rows.length, width);
        }
    }

    /** The adjoint of {@link Take}: each row is added where it was taken from. */
    record Put(int[] rows, int width, Shape to) implements Lookup {
        @Override
        public Shape shape(Tensor[] in) {
            return to;
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.takeBackward(in[0].data(), rows, width, width == 0 ? 0 : to.elements() / width);
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            return Op.apply(new Take(rows, width, in[0].shape()), g);
        }

        @Override
        public boolean keepsInput(int i) {
            return false;
        }

        @Override
        public String toString() {
            return "Put[%d rows of %d]".formatted(rows.length, width);
        }
    }

    /** Operand 1 where operand 0 is not 0, else operand 2. */
    record Where() implements Lookup {
        @Override
        public Shape shape(Tensor[] in) {
            return in[1].shape();
        }

        @Override
        public Data forward(Backend device, Shape out, Tensor[] in) {
            return device.where(in[0].data(), in[1].data(), in[2].data());
        }

        @Override
        public Tensor gradient(int i, Tensor g, Tensor y, Tensor[] in) {
            Tensor none = g.filled(0);
            return switch (i) {
                case 1 -> Tensor.where(in[0], g, none);
                case 2 -> Tensor.where(in[0], none, g);
                default -> null;
            };
        }

        @Override
        public boolean keepsInput(int i) {
            return i == 0;
        }
    }
}
