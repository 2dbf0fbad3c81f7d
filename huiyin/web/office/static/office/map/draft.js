// A boundary while it is being drawn: rings of points, with what was before.

/** @typedef {import("./view.js").Point} Point */

const MOST_UNDONE = 100;

/** @param {string} text @returns {Point[][]} */
export const read = (text) =>
  text
    .split(/\n\s*\n/)
    .map((ring) =>
      ring
        .split("\n")
        .map((line) =>
          line
            .replace(/，/g, ",")
            .split(/[,\s]+/)
            .filter(Boolean)
            .map(Number),
        )
        .filter((at) => at.length === 2 && at.every(Number.isFinite)),
    )
    .filter((ring) => ring.length) /** @type {Point[][]} */;

/** @param {Point[][]} rings */
export const written = (rings) =>
  rings
    .filter((ring) => ring.length)
    .map((ring) => ring.map((at) => at.join(", ")).join("\n"))
    .join("\n\n");

export class Draft {
  /** @param {Point[][]} rings */
  constructor(rings) {
    this.rings = rings;
    /** @type {string[]} */
    this.before = [];
    /** @type {{ring: number, index: number} | null} */
    this.chosen = null;
  }

  /** Whatever follows can be undone to here. */
  remember() {
    this.before.push(JSON.stringify(this.rings));
    if (this.before.length > MOST_UNDONE) this.before.shift();
  }

  undo() {
    const last = this.before.pop();
    if (last === undefined) return false;
    this.rings = JSON.parse(last);
    this.chosen = null;
    return true;
  }

  get active() {
    return this.chosen?.ring ?? this.rings.length - 1;
  }

  /** A point behind another one of a ring. @param {number} ring @param {number} index @param {Point} at */
  insert(ring, index, at) {
    if (!this.rings[ring]) this.rings[ring] = [];
    this.rings[ring].splice(index, 0, at);
    this.chosen = { ring, index };
  }

  /** A point at the end of the ring one is drawing. @param {Point} at */
  append(at) {
    const ring = Math.max(0, this.active);
    this.insert(ring, this.rings[ring]?.length ?? 0, at);
  }

  /** @param {Point} at */
  move(at) {
    if (this.chosen) this.rings[this.chosen.ring][this.chosen.index] = at;
  }

  remove({ ring, index } = this.chosen ?? { ring: -1, index: -1 }) {
    if (!this.rings[ring]) return;
    this.rings[ring].splice(index, 1);
    const left = this.rings[ring].length;
    if (left) this.chosen = { ring, index: Math.min(index, left - 1) };
    else {
      this.rings.splice(ring, 1);
      this.chosen = null;
    }
  }

  /** Half way to the next point of the ring. @param {number} ring @param {number} index @returns {Point} */
  middle(ring, index) {
    const points = this.rings[ring];
    const [one, other] = [points[index], points[(index + 1) % points.length]];
    return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  }
}

/** The ground that rings cover, in square metres: what lies inside an even number of them is a hole. */
export const area = (/** @type {Point[][]} */ rings, /** @type {import("./view.js").Plane} */ plane) => {
  const flat = rings.filter((ring) => ring.length > 2).map((ring) => ring.map((at) => plane.xy(at)));
  const sizes = flat.map((ring) =>
    Math.abs(
      ring.reduce(
        (sum, [x, y], index) => sum + x * ring[(index + 1) % ring.length][1] - ring[(index + 1) % ring.length][0] * y,
        0,
      ) / 2,
    ),
  );
  const depth = flat.map((ring, one) => flat.filter((other, index) => index !== one && holds(other, ring[0])).length);
  return sizes.reduce((sum, size, index) => sum + (depth[index] % 2 ? -size : size), 0);
};

/** @param {Point[]} ring @param {Point} at */
const holds = (ring, [x, y]) =>
  ring.reduce((inside, [x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length];
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !inside : inside;
  }, false);

/** Where a point goes that comes near the boundary of a neighbour: to a corner first, else onto the border. */
export class Snap {
  /** @param {Point[][]} rings of the neighbours, in metres */
  constructor(rings) {
    this.rings = rings;
  }

  /** @param {Point} at in metres @param {number} reach in metres @returns {Point} */
  to(at, reach) {
    return this.corner(at, reach) ?? this.border(at, reach * 0.8) ?? at;
  }

  /** @param {Point} at @param {number} reach */
  corner(at, reach) {
    let [best, found] = [reach, /** @type {Point | null} */ (null)];
    for (const ring of this.rings)
      for (const corner of ring) {
        const away = Math.hypot(corner[0] - at[0], corner[1] - at[1]);
        if (away < best) [best, found] = [away, corner];
      }
    return found;
  }

  /** @param {Point} at @param {number} reach */
  border(at, reach) {
    let [best, found] = [reach, /** @type {Point | null} */ (null)];
    for (const ring of this.rings)
      for (let index = 0; index < ring.length; index += 1) {
        const foot = nearest(at, ring[index], ring[(index + 1) % ring.length]);
        const away = Math.hypot(foot[0] - at[0], foot[1] - at[1]);
        if (away < best) [best, found] = [away, foot];
      }
    return found;
  }
}

/** @param {Point} at @param {Point} one @param {Point} other @returns {Point} */
const nearest = ([x, y], [x1, y1], [x2, y2]) => {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const share = length ? Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) : 0;
  return [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
};
