// Signs on buttons, drawn, so that they look the same whatever fonts there are.
import { s } from '/kit/dom.js';

const PATHS = {
  play: 'M7 4.5v15l12.5-7.5z',
  pause: 'M6 4.5h4v15H6zM14 4.5h4v15h-4z',
  step: 'M5 4.5v15l10.5-7.5zM17 4.5h2.6v15H17z',
  first: 'M5 5h2.4v14H5zM19 5v14L8.5 12z',
  back: 'M16.5 5v14L7 12z',
  forward: 'M7.5 5v14L17 12z',
  last: 'M16.6 5H19v14h-2.4zM5 5v14l10.5-7z',
  reset: 'M12 5V1.5L6.5 6.3 12 11V7.4a5.6 5.6 0 1 1-5.6 5.8H4A8 8 0 1 0 12 5z',
  pen: 'M4 20l1-5L16.5 3.5l4 4L9 19zM15 5l4 4',
};

export const icon = name => s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
  s('path', { d: PATHS[name] }));
