// Mistakes in the text: their places, and the layer below the text that underlines them. The desk counts lines and letters from 1; the
// browser counts the units of UTF-16 from 0, of which an emoji has two.
import { make } from './elements.js';

// The place of a letter in its line, in units.
export const unitsBefore = (line, column) => [...line].slice(0, column - 1).join('').length;

// The underlined part of a line: a mistake without a length is in all words of its line.
const partOf = (line, mistake) => {
  if (mistake.length) {
    const from = unitsBefore(line, mistake.column);
    return { from, to: from + unitsBefore(line.slice(from), mistake.length + 1) };
  }
  const words = line.trim();
  const from = words ? line.indexOf(words) : 0;
  return { from, to: from + words.length };
};

// The mistakes with their places in a text that has changed since it was checked. Lines below the change have moved; a mistake in the
// changed lines waits for the next check.
export const placed = (mistakes, checked, now) => {
  const before = checked.split('\n'), after = now.split('\n');
  const shorter = Math.min(before.length, after.length);
  let above = 0, below = 0;
  while (above < shorter && before[above] === after[above]) above += 1;
  while (below < shorter - above && before.at(-1 - below) === after.at(-1 - below)) below += 1;
  return mistakes.flatMap((mistake) => {
    const isBelow = mistake.line > before.length - below;
    if (mistake.line > above && !isBelow) return [];
    const line = mistake.line + (isBelow ? after.length - before.length : 0);
    return [{ ...mistake, origin: mistake, line, ...partOf(after[line - 1] || '', mistake) }];
  });
};

// Draws the layer: the same text, in which mistaken parts are underlined.
export const underline = (layer, text, mistakes) => {
  const drawn = text.split('\n').flatMap((line, index) => {
    const own = mistakes.filter((one) => one.line === index + 1).sort((one, other) => one.from - other.from);
    const parts = [];
    let done = 0;
    for (const { from, to } of own) {
      const begin = Math.max(done, from);
      if (begin < to) {
        parts.push(line.slice(done, begin), make('mark', {}, line.slice(begin, to)));
        done = to;
      }
    }
    // An empty line has a space to underline.
    if (own.length && !line.trim()) parts.push(line, make('mark', {}, ' '));
    else parts.push(line.slice(done));
    return [...parts, '\n'];
  });
  layer.replaceChildren(...drawn);
};

// The mistakes whose part has the cursor in it or beside it.
export const mistakesAt = (mistakes, { line, unit }) => mistakes.filter((one) => one.line === line
  && (!one.length || (one.from <= unit && unit <= one.to)));
