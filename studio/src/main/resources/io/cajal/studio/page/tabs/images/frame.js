// A frame of the studio: the length of a header, the header as JSON, and the numbers of its parts, read in place.

/** The header, with parts by their names: { shape, values: Float32Array }. */
export function read(view) {
  const length = view.getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + 4, length));
  const frame = JSON.parse(text);
  const start = view.byteOffset + 4 + length;
  const parts = {};
  for (const { name, shape, from } of frame.parts) {
    const count = shape.reduce((product, size) => product * size, 1);
    parts[name] = { shape, values: new Float32Array(view.buffer, start + 4 * from, count) };
  }
  return { ...frame, parts };
}
