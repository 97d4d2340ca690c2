package io.cajal.train;

import io.cajal.base.CajalException;

/** A training ended before its time, as {@link Trainer#stopWhen} asked for; its checkpoint says where to go on. */
public final class TrainingStopped extends CajalException {
    private static final long serialVersionUID = 1;

    public TrainingStopped(String message) {
        super(message);
    }
}
