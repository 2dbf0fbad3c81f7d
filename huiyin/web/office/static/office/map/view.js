// A map of our own: shapes in SVG, without tiles. Moves by mouse, touch and keyboard.

const METRES_PER_DEGREE = 111_320;
const SVG = "http://www.w3.org/2000/svg";
const NARROWEST_M = 0.02; // metres in a pixel
const WIDEST_M = 4_000;
const STEP_PX = 60;

/** @typedef {[number, number]} Point longitude and latitude in degrees, or x and y in metres */
/** @typedef {{id: number, name: string, role: string, url: string, label: Point, rings: Point[][]}} Shape */

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 */
export const draw = (name, attributes = {}) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
};

/** Metres east and south of a place: flat, which a county nearly is. */
export class Plane {
  /** @param {Point} origin */
  constructor([lng, lat]) {
    this.lng = lng;
    this.lat = lat;
    this.across = Math.cos((lat * Math.PI) / 180) * METRES_PER_DEGREE;
  }

  /** @param {Point} at @returns {Point} */
  xy([lng, lat]) {
    return [(lng - this.lng) * this.across, (this.lat - lat) * METRES_PER_DEGREE];
  }

  /** @param {Point} at @returns {Point} */
  degrees([x, y]) {
    const round = (/** @type {number} */ value) => Math.round(value * 1e7) / 1e7;
    return [round(this.lng + x / this.across), round(this.lat - y / METRES_PER_DEGREE)];
  }

  /** @param {Point[][]} rings */
  path(rings) {
    const corner = (/** @type {Point} */ at) =>
      this.xy(at)
        .map((metres) => metres.toFixed(2))
        .join(" ");
    return rings
      .filter((ring) => ring.length)
      .map((ring) => `M${ring.map(corner).join("L")}Z`)
      .join("");
  }
}

/** @param {Point[]} points @returns {[number, number, number, number] | null} */
export const bounds = (points) => {
  if (!points.length) return null;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

/** What part of the plane is seen, and moving it. Fires `huiyin:view` on the svg when that has changed. */
export class View {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.x = 0;
    this.y = 0;
    this.metres = 1; // in a pixel
    /** @type {Map<number, Point>} */
    this.fingers = new Map();
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, (event) => this.up(event));
    svg.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.show()).observe(svg);
  }

  get size() {
    return /** @type {Point} */ ([this.svg.clientWidth || 1, this.svg.clientHeight || 1]);
  }

  show() {
    const [wide, high] = this.size.map((pixels) => pixels * this.metres);
    this.svg.setAttribute("viewBox", `${this.x - wide / 2} ${this.y - high / 2} ${wide} ${high}`);
    this.svg.dispatchEvent(new CustomEvent("huiyin:view"));
  }

  /** Where in the plane an event happened. @param {{clientX: number, clientY: number}} event @returns {Point} */
  at({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect();
    return [
      this.x + (clientX - box.left - box.width / 2) * this.metres,
      this.y + (clientY - box.top - box.height / 2) * this.metres,
    ];
  }

  /** @param {[number, number, number, number] | null} box */
  fit(box) {
    if (box) {
      const [left, top, right, bottom] = box;
      const [wide, high] = this.size;
      this.x = (left + right) / 2;
      this.y = (top + bottom) / 2;
      this.metres = Math.max((right - left) / wide, (bottom - top) / high, 0.2) * 1.15;
    }
    this.show();
  }

  /** @param {number} by @param {Point} [around] */
  zoom(by, around = [this.x, this.y]) {
    const metres = Math.min(WIDEST_M, Math.max(NARROWEST_M, this.metres / by));
    const kept = metres / this.metres;
    this.x = around[0] + (this.x - around[0]) * kept;
    this.y = around[1] + (this.y - around[1]) * kept;
    this.metres = metres;
    this.show();
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.at(event));
  }

  /** @param {PointerEvent} event */
  down(event) {
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
    this.wasMoved = this.fingers.size > 1;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before[0], event.clientY - before[1]];
    if (!this.wasMoved && Math.hypot(dx, dy) < 4) return;
    this.wasMoved = true;
    if (this.fingers.size === 2) this.pinch(event);
    this.fingers.set(event.pointerId, [event.clientX, event.clientY]);
    const share = this.metres / this.fingers.size;
    this.x -= dx * share;
    this.y -= dy * share;
    this.show();
  }

  /** @param {PointerEvent} event */
  pinch(event) {
    const before = [...this.fingers.values()];
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1] ?? [0, 0];
    const was = Math.hypot(before[0][0] - before[1][0], before[0][1] - before[1][1]);
    const is = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
    if (was > 10 && is > 10)
      this.zoom(
        is / was,
        this.at({ clientX: (event.clientX + other[0]) / 2, clientY: (event.clientY + other[1]) / 2 }),
      );
  }

  /** @param {PointerEvent} event */
  up(event) {
    this.fingers.delete(event.pointerId);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = STEP_PX * this.metres;
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowLeft: () => (this.x -= step),
      ArrowRight: () => (this.x += step),
      ArrowUp: () => (this.y -= step),
      ArrowDown: () => (this.y += step),
      "+": () => this.zoom(1.5),
      "=": () => this.zoom(1.5),
      "-": () => this.zoom(1 / 1.5),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    this.show();
  }
}

/** The shapes of a map with their names; names that do not fit are left out. */
export class Shapes {
  /** @param {SVGElement} layer @param {Plane} plane @param {Shape[]} shapes */
  constructor(layer, plane, shapes) {
    this.plane = plane;
    this.pixels = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8;
    const isWhole = shapes.some(({ role }) => role === "child");
    this.labels = shapes.map((shape) => {
      const home = shape.url ? draw("a", { href: shape.url, "aria-label": shape.name }) : layer;
      if (shape.url) layer.append(home);
      home.append(draw("path", { d: plane.path(shape.rings), class: `ground ${shape.role}`, "fill-rule": "evenodd" }));
      const isNamed = shape.role !== "above" && !(isWhole && shape.role === "self");
      const [x, y] = plane.xy(shape.label);
      const text = draw("text", { x, y, class: `name ${shape.role}`, "aria-hidden": "true" });
      text.textContent = isNamed ? shape.name : "";
      layer.append(text);
      const box = bounds(shape.rings.flat().map((at) => plane.xy(at)));
      return { text, wide: box ? box[2] - box[0] : 0, letters: shape.name.length };
    });
  }

  /** @param {number} metres in a pixel */
  scale(metres) {
    for (const { text, wide, letters } of this.labels) {
      text.setAttribute("font-size", String(this.pixels * metres));
      text.toggleAttribute("hidden", wide / metres < letters * this.pixels);
    }
  }
}
