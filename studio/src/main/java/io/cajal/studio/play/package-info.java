/**
 * The playground: a small network that learns under the eyes of the page. Read
 * {@link io.cajal.studio.play.Spec} first (what an experiment is), then
 * {@link io.cajal.studio.play.Learner} (its steps), {@link io.cajal.studio.play.Experiment} (its
 * thread and its history), {@link io.cajal.studio.play.Painter} (its pictures), and last
 * {@link io.cajal.studio.play.PlayGuest}, the conversation with the page.
 */
package io.cajal.studio.play;
