// The points of a boundary as a table: for keyboards, screen readers, and whoever has coordinates on paper.

/** @typedef {import("./view.js").Point} Point */

const ZH = {
  ring: (n) => `第 ${n} 圈`,
  lng: (n) => `第 ${n} 点经度`,
  lat: (n) => `第 ${n} 点纬度`,
  add: "后面加点",
  remove: "删掉",
  first: "加一个点",
};
const EN = {
  ring: (n) => `Ring ${n}`,
  lng: (n) => `Longitude of point ${n}`,
  lat: (n) => `Latitude of point ${n}`,
  add: "Add after",
  remove: "Remove",
  first: "Add a point",
};
const words = document.documentElement.lang.startsWith("en") ? EN : ZH;

const make = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

export class PointTable {
  /** @param {HTMLElement} home @param {{moved: Function, added: Function, removed: Function}} hears */
  constructor(home, hears) {
    this.home = home;
    this.hears = hears;
    home.addEventListener("toggle", () => this.show(this.rings), true);
  }

  /** @param {Point[][]} rings */
  show(rings) {
    this.rings = rings;
    if (!this.home.closest("details")?.open && rings.flat().length > 200) return; // nobody sees it: not drawn anew for each move
    const focused = document.activeElement?.dataset?.cell;
    const tables = rings.map((ring, one) => this.ring(ring, one));
    const first = make("button", { type: "button", className: "button small", textContent: words.first });
    first.addEventListener("click", () =>
      this.hears.added(Math.max(0, rings.length - 1), rings.at(-1)?.length ?? 0, rings.at(-1)?.at(-1) ?? [118, 37]),
    );
    this.home.replaceChildren(...tables, ...(rings.length ? [] : [first]));
    if (focused) this.home.querySelector(`[data-cell="${focused}"]`)?.focus();
  }

  ring(points, one) {
    const body = make("tbody", {}, ...points.map((at, index) => this.row(at, one, index)));
    return make("table", { className: "table points" }, make("caption", { textContent: words.ring(one + 1) }), body);
  }

  row(at, one, index) {
    const cell = (place, label) => {
      const input = make("input", {
        type: "text",
        inputMode: "decimal",
        value: String(at[place]),
        ariaLabel: label,
        autocomplete: "off",
      });
      input.dataset.cell = `${one} ${index} ${place}`;
      input.addEventListener("change", () => this.hears.moved(one, index, this.changed(at, place, input)));
      return make("td", {}, input);
    };
    const act = (label, does, name) => {
      const button = make("button", { type: "button", className: "button small quiet", textContent: label });
      button.dataset.cell = `${one} ${index} ${name}`;
      button.addEventListener("click", does);
      return make("td", {}, button);
    };
    return make(
      "tr",
      {},
      make("th", { scope: "row", textContent: String(index + 1) }),
      cell(0, words.lng(index + 1)),
      cell(1, words.lat(index + 1)),
      act(words.add, () => this.hears.added(one, index + 1, this.between(one, index)), "add"),
      act(words.remove, () => this.hears.removed(one, index), "remove"),
    );
  }

  between(one, index) {
    const ring = this.rings[one];
    const [here, next] = [ring[index], ring[(index + 1) % ring.length]];
    return [(here[0] + next[0]) / 2, (here[1] + next[1]) / 2];
  }

  /** What was typed, or what stood there when it is no number. */
  changed(at, place, input) {
    const typed = Number(input.value.trim());
    const is = input.value.trim() && Number.isFinite(typed) ? typed : at[place];
    return place === 0 ? [is, at[1]] : [at[0], is];
  }
}
