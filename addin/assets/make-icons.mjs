/**
 * Draws the add-in's icons: a bridge. Run by hand after a change of the drawing:
 * `node addin/assets/make-icons.mjs`; the PNG files are committed. Pure Node, so that no image library is needed.
 * Sizes: 16/32/80 for buttons, 25/32/48 for Outlook on a phone, 64/128 for the list of add-ins
 * (learn.microsoft.com/office/dev/add-ins/design/add-in-icons).
 */
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const sizes = [16, 25, 32, 48, 64, 80, 128];
/** Sub-pixels per side of a pixel: smooth edges at 16 pixels too. */
const samples = 8;

const blue = [15, 84, 140];
const white = [255, 255, 255];

const inRoundedSquare = (x, y, radius) => {
  const dx = Math.max(radius - x, x - (1 - radius), 0);
  const dy = Math.max(radius - y, y - (1 - radius), 0);
  return Math.hypot(dx, dy) <= radius;
};

/** A suspension bridge, the same left and right: a tower, the deck, the cable inside and outside the tower. */
const inDrawing = (x, y) => {
  const side = Math.abs(x - 0.5);
  const tower = Math.abs(side - 0.2) <= 0.05 && y >= 0.2 && y <= 0.8;
  const deck = y >= 0.6 && y <= 0.7 && side <= 0.4;
  const cableAt = side <= 0.2 ? 0.52 - 0.28 * (side / 0.2) ** 2 : 0.24 + ((side - 0.2) / 0.2) * 0.38;
  const cable = side <= 0.4 && Math.abs(y - cableAt) <= 0.05;
  return tower || deck || cable;
};

/** RGBA of one pixel: the mean of its sub-pixels. */
const pixel = (column, row, size) => {
  let inside = 0;
  let drawn = 0;
  for (let i = 0; i < samples * samples; i += 1) {
    const x = (column + ((i % samples) + 0.5) / samples) / size;
    const y = (row + (Math.floor(i / samples) + 0.5) / samples) / size;
    if (inRoundedSquare(x, y, 0.2)) {
      inside += 1;
      if (inDrawing(x, y)) drawn += 1;
    }
  }
  const share = inside === 0 ? 0 : drawn / inside;
  const colour = blue.map((value, i) => Math.round(value + (white[i] - value) * share));
  return [...colour, Math.round((inside / samples ** 2) * 255)];
};

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

const png = (size) => {
  const rows = [];
  for (let row = 0; row < size; row += 1) {
    rows.push(0); // filter: none
    for (let column = 0; column < size; column += 1) rows.push(...pixel(column, row, size));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

for (const size of sizes) writeFileSync(new URL(`icon-${size}.png`, import.meta.url), png(size));
