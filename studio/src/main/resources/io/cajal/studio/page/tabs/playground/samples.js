// Small pictures of the data sets for their tiles: what the engine draws in earnest, in a few points.
const TAU = 2 * Math.PI;

/** The same numbers each time, evenly spread. */
function spread(count, make) {
  return Array.from({ length: count }, (_, i) => make((i * 0.6180339887) % 1, (i * 0.7548776662) % 1, i));
}

const polar = (radius, angle, label) => [radius * Math.cos(angle), radius * Math.sin(angle), label];

const blob = (x, y, label, reach = 1.6) => (u, v) => {
  const [dx, dy] = polar(reach * Math.sqrt(u), TAU * v);
  return [x + dx, y + dy, label];
};

const spirals = arms => spread(28 * arms, (u, _, i) => {
  const along = Math.floor(i / arms) / 28;
  return polar(0.3 + 4.8 * along, 1.6 * TAU * along + TAU * (i % arms) / arms, i % arms);
});

const SAMPLES = {
  circle: () => [...spread(30, (u, v) => polar(2.3 * Math.sqrt(u), TAU * v, 1)),
    ...spread(34, (u, v) => polar(3.6 + 1.6 * u, TAU * v, 0))],
  xor: () => spread(60, (u, v) => {
    const [x, y] = [(u - 0.5) * 9.4, (v - 0.5) * 9.4];
    return [x + 0.5 * Math.sign(x), y + 0.5 * Math.sign(y), x * y >= 0 ? 1 : 0];
  }),
  gauss: () => [...spread(26, blob(2.2, 2.2, 1, 2.2)), ...spread(26, blob(-2.2, -2.2, 0, 2.2))],
  spiral: () => spirals(2),
  plane: () => spread(70, (u, v) => [(u - 0.5) * 11, (v - 0.5) * 11, (u + v - 1)]),
  'multi-gauss': () => spread(90, (u, v) => {
    const [x, y] = [(u - 0.5) * 11, (v - 0.5) * 11];
    const hills = [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]];
    const near = hills.map(([cx, cy, sign]) => sign * Math.max(0, 1 - Math.hypot(x - cx, y - cy) / 2.4));
    return [x, y, near.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)];
  }),
};

Object.assign(SAMPLES, {
  moons: () => spread(56, (u, _, i) => {
    const [x, y] = polar(1, Math.PI * u);
    return i % 2 ? [3 * (0.5 - x), 3 * (0.25 - y), 1] : [3 * (x - 0.5), 3 * (y - 0.25), 0];
  }),
  'three-spirals': () => spread(84, (_, __, i) => {
    const along = Math.floor(i / 3 + 1) / 28;
    return polar(5 * along, TAU * (along + i % 3 / 3), i % 3);
  }),
  rings: () => spread(80, (u, v, i) => {
    const label = i % 8 === 0 ? 0 : i % 8 < 4 ? 1 : 2;
    return polar([0, 2.2, 4.2][label] + 1.2 * v, TAU * u, label);
  }),
  quadrants: () => spread(64, (u, v) => {
    const [x, y] = [(u - 0.5) * 9.4, (v - 0.5) * 9.4];
    return [x + 0.5 * Math.sign(x), y + 0.5 * Math.sign(y), (x >= 0 ? 1 : 0) + (y >= 0 ? 2 : 0)];
  }),
  clusters: () => [0, 1, 2, 3, 4].flatMap(label => spread(14, blob(...polar(3.6, TAU * (0.25 - label / 5), label),
    1.1))),
});

/** Points [x, y, label] of a data set; those it does not know are blobs, one a class. */
export function sample(name) {
  return (SAMPLES[name] ?? (() =>
    [0, 1, 2].flatMap(label => spread(20, blob(...polar(3, TAU * label / 3 + 1.5, label))))))();
}
