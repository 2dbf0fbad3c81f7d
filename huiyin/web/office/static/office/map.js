// <huiyin-map data-shapes="id of a JSON script" [data-points="id of a textarea"]>: looks at boundaries, and draws one.
//
// The textarea is the truth: what is drawn is written into it, what is written in it or in the table is drawn.

import { area, Draft, read, Snap, written } from "./map/draft.js";
import { PointTable } from "./map/points.js";
import { bounds, draw, Plane, Shapes, View } from "./map/view.js";

/** @typedef {import("./map/view.js").Point} Point */

const HANDLE_PX = 8;
const REACH_PX = 12;

const ZH = {
  point: (/** @type {number} */ number) => `第 ${number} 点`,
  middle: "在这里加点",
  area: (/** @type {string} */ size) => `约 ${size} 平方米`,
  adding: "点一下地图，加一个点",
  moving: "拖动圆点改形状，拖动空心点加点",
  empty: "还没有画。点一下地图，放下第一个点；也可以在下面的表里写经纬度。",
};
const EN = {
  point: (/** @type {number} */ number) => `Point ${number}`,
  middle: "Add a point here",
  area: (/** @type {string} */ size) => `About ${size} square metres`,
  adding: "Press on the map to add a point",
  moving: "Drag a dot to change the shape, a hollow dot to add a point",
  empty: "Nothing drawn yet. Press on the map to put down the first point, or write coordinates in the table below.",
};
const words = document.documentElement.lang.startsWith("en") ? EN : ZH;

class HuiyinMap extends HTMLElement {
  connectedCallback() {
    const data = JSON.parse(document.getElementById(this.dataset.shapes ?? "")?.textContent ?? "{}");
    this.svg = /** @type {SVGSVGElement} */ (this.querySelector("svg"));
    this.plane = new Plane(data.middle);
    const [shapes, dots, own] = ["shapes", "dots", "draft"].map((name) =>
      this.svg.appendChild(draw("g", { class: name })),
    );
    this.own = own;
    this.shapes = new Shapes(shapes, this.plane, data.shapes);
    this.dots = data.dots.map(({ name, at }) => this.dot(dots, name, at, "dot", 3));
    this.dots.push(...data.marks.map(({ name, at }) => this.dot(dots, name, at, "mark", 9)));
    const points = [...data.dots, ...data.marks].map(({ at }) => at);
    this.everything = data.shapes.flatMap(({ rings }) => rings.flat()).concat(points);
    this.view = new View(this.svg);
    this.svg.addEventListener("huiyin:view", () => this.rescale());
    for (const tool of this.querySelectorAll("[data-tool]"))
      tool.addEventListener("click", () => this.use(tool.dataset.tool));
    this.points = document.getElementById(this.dataset.points ?? "");
    if (this.points) this.beginDrawing(data);
    this.querySelector(".map-tools").hidden = false;
    this.fit();
  }

  dot(layer, name, at, kind, pixels) {
    const [x, y] = this.plane.xy(at);
    const mark = layer.appendChild(draw("circle", { cx: x, cy: y, class: kind }));
    mark.appendChild(draw("title")).textContent = name;
    return { mark, pixels };
  }

  fit() {
    const drawn = this.draft?.rings.flat() ?? [];
    const near = drawn.length > 1 ? drawn : this.everything.length ? this.everything : drawn;
    const box = bounds(near.map((at) => this.plane.xy(at)));
    if (box && box[0] === box[2] && box[1] === box[3])
      this.view.fit([box[0] - 300, box[1] - 300, box[2] + 300, box[3] + 300]);
    else this.view.fit(box ?? [-2_000, -2_000, 2_000, 2_000]);
  }

  rescale() {
    const { metres } = this.view;
    this.shapes.scale(metres);
    for (const { mark, pixels } of this.dots) mark.setAttribute("r", String(pixels * metres));
    if (this.draft) this.render();
  }

  use(tool) {
    const acts = {
      in: () => this.view.zoom(1.6),
      out: () => this.view.zoom(1 / 1.6),
      fit: () => this.fit(),
      add: () => this.turn(!this.isAdding),
      ring: () => this.newRing(),
      remove: () => this.change(() => this.draft.remove()),
      undo: () => this.draft.undo() && this.changed(),
    };
    acts[tool]?.();
  }

  // --- drawing ---

  beginDrawing({ shapes }) {
    this.draft = new Draft(read(this.points.value));
    const beside = shapes.filter(({ role }) => role !== "self").flatMap(({ rings }) => rings);
    this.snap = new Snap(beside.map((ring) => ring.map((at) => this.plane.xy(at))));
    this.table = new PointTable(this.parentElement.querySelector("[data-point-table]"), {
      moved: (ring, index, at) =>
        this.change(() => {
          this.draft.chosen = { ring, index };
          this.draft.move(at);
        }),
      added: (ring, index, at) => this.change(() => this.draft.insert(ring, index, at)),
      removed: (ring, index) => this.change(() => this.draft.remove({ ring, index })),
    });
    this.points.addEventListener("change", () => this.change(() => (this.draft.rings = read(this.points.value))));
    this.svg.addEventListener("pointerdown", (event) => this.press(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    this.svg.addEventListener("pointerup", (event) => this.release(event));
    this.svg.addEventListener("keydown", (event) => this.keys(event), { capture: true });
    this.turn(this.draft.rings.length === 0);
    this.table.show(this.draft.rings);
  }

  turn(isAdding) {
    this.isAdding = isAdding;
    this.querySelector('[data-tool="add"]')?.setAttribute("aria-pressed", String(isAdding));
    this.svg.classList.toggle("adding", isAdding);
    this.tell();
  }

  newRing() {
    this.draft.remember();
    this.draft.chosen = { ring: this.draft.rings.length, index: 0 };
    this.turn(true);
  }

  /** Do something to the draft that can be undone. */
  change(act) {
    this.draft.remember();
    act();
    this.changed();
  }

  changed() {
    this.points.value = written(this.draft.rings);
    this.table.show(this.draft.rings);
    this.render();
    this.tell();
  }

  tell() {
    const size = area(this.draft.rings, this.plane);
    const shown = Math.round(size).toLocaleString(document.documentElement.lang);
    const what = this.isAdding ? words.adding : words.moving;
    const said = this.querySelector("[data-said]");
    said.textContent = this.draft.rings.length ? `${what} · ${words.area(shown)}` : words.empty;
  }

  render() {
    const { metres } = this.view;
    const { rings, chosen } = this.draft;
    const focused = document.activeElement?.getAttribute?.("data-at");
    const outline = draw("path", { d: this.plane.path(rings), class: "outline", "fill-rule": "evenodd" });
    const handles = rings.flatMap((ring, one) =>
      ring.flatMap((at, index) => [
        ...(ring.length > 1
          ? [
              this.handle(
                this.draft.middle(one, index),
                `${one} ${index} middle`,
                HANDLE_PX * 0.6 * metres,
                words.middle,
              ),
            ]
          : []),
        this.handle(at, `${one} ${index} point`, HANDLE_PX * metres, words.point(index + 1)),
      ]),
    );
    this.own.replaceChildren(outline, ...handles);
    for (const handle of handles) {
      const [one, index, kind] = handle.getAttribute("data-at").split(" ");
      handle.classList.toggle(
        "chosen",
        kind === "point" && chosen?.ring === Number(one) && chosen.index === Number(index),
      );
      if (handle.getAttribute("data-at") === focused) handle.focus({ preventScroll: true });
    }
  }

  handle(at, name, radius, label) {
    const [x, y] = this.plane.xy(at);
    const kind = name.endsWith("middle") ? "middle" : "point";
    return draw("circle", {
      cx: x,
      cy: y,
      r: radius,
      class: `handle ${kind}`,
      "data-at": name,
      role: "button",
      "aria-label": label,
      tabindex: kind === "point" ? 0 : -1,
    });
  }

  /** The handle an event is on: {ring, index, kind}. */
  on(event) {
    const name = event.target?.getAttribute?.("data-at");
    if (!name) return null;
    const [ring, index, kind] = name.split(" ");
    return { ring: Number(ring), index: Number(index), kind };
  }

  press(event) {
    const on = this.on(event);
    if (!on || event.button) return;
    this.view.fingers.clear(); // this finger moves a point, not the map
    this.draft.remember();
    if (on.kind === "middle") this.draft.insert(on.ring, on.index + 1, this.draft.middle(on.ring, on.index));
    else this.draft.chosen = { ring: on.ring, index: on.index };
    this.dragging = { isMoved: on.kind === "middle" };
    this.svg.setPointerCapture(event.pointerId);
    this.render();
  }

  drag(event) {
    if (!this.dragging) return;
    this.dragging.isMoved = true;
    this.draft.move(this.snapped(this.view.at(event)));
    this.render();
  }

  release(event) {
    if (this.dragging) {
      if (this.dragging.isMoved) this.changed();
      else this.draft.before.pop();
      this.own.querySelector(".chosen")?.focus({ preventScroll: true });
      this.dragging = undefined;
    } else if (this.isAdding && !this.view.wasMoved && !event.button) {
      this.change(() => this.draft.append(this.snapped(this.view.at(event))));
    }
  }

  snapped(at) {
    const isWanted = this.querySelector("[data-snap]")?.checked ?? true;
    return this.plane.degrees(isWanted ? this.snap.to(at, REACH_PX * this.view.metres) : at);
  }

  keys(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      if (this.draft.undo()) this.changed();
      return;
    }
    const on = this.on(event);
    if (on?.kind !== "point") return;
    const step = (event.shiftKey ? 10 : 1) * this.view.metres;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const [x, y] = this.plane.xy(this.draft.rings[on.ring][on.index]);
    const move = moves[event.key];
    this.draft.chosen = { ring: on.ring, index: on.index };
    if (move) this.change(() => this.draft.move(this.plane.degrees([x + move[0], y + move[1]])));
    else if (event.key === "Delete" || event.key === "Backspace") this.change(() => this.draft.remove());
    else if (event.key === "Insert")
      this.change(() => this.draft.insert(on.ring, on.index + 1, this.draft.middle(on.ring, on.index)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
customElements.define("huiyin-map", HuiyinMap);
