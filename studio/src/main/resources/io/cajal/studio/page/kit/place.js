// The address: all that a page shows stands behind its #, as key=value&key=value, so that a link is the state.
const read = () => new URLSearchParams(location.hash.slice(1));

export const get = key => read().get(key);

/** All of it, as an object. */
export const all = () => Object.fromEntries(read());

/** Changes the address without a new entry in the history; null takes a key out. */
export function put(values) {
  const now = read();
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === undefined) now.delete(key);
    else now.set(key, value);
  }
  const text = now.toString().replace(/%2C/g, ',').replace(/%3A/g, ':');
  history.replaceState(null, '', '#' + text);
}
