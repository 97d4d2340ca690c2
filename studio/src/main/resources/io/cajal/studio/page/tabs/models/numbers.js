// Numbers in few characters.
import { digits } from '/kit/text.js';

/** 61.7 k, 1.2 M: three digits and a letter. */
export function short(count) {
  for (const [size, letter] of [[1e9, 'G'], [1e6, 'M'], [1e4, 'k']]) {
    if (count >= size) return digits(count / (letter === 'k' ? 1e3 : size), 3) + ' ' + letter;
  }
  return count.toLocaleString('en');
}

export const bytes = count => count >= 1e6 ? digits(count / 1e6, 3) + ' MB' : count >= 1e3 ? digits(count / 1e3, 3) + ' kB' : count + ' B';

export const percent = share => share === 0 ? '0 %' : share < 0.001 ? '< 0.1 %' : digits(100 * share, 3) + ' %';

/** What one example becomes, without the batch: "6 × 28 × 28". */
export const sizes = shape => shape.replace(/^\[1( × )?|\]$/g, '') || '1';
