// <huiyin-where data-from="/places/">: while a place is written or a position taken, offers what may be meant.
//
// The server says what it may be, a person picks: nothing is chosen here.

const PAUSE_MS = 500;
const SHORTEST = 2;

class Where extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.elements.place.addEventListener("input", () => this.soon());
    this.form.addEventListener("huiyin:place", () => this.look());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE_MS);
  }

  async look() {
    const { place, lat, lng } = this.form.elements;
    const words = place.value.trim();
    if (words.length < SHORTEST && !lat.value) return this.replaceChildren();
    const asked = new URL(this.dataset.from, location.href);
    const chosen = this.querySelector('[name="spot"]:checked')?.value ?? "";
    for (const [name, value] of Object.entries({ place: words, lat: lat.value, lng: lng.value, spot: chosen }))
      if (value) asked.searchParams.set(name, value);
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(asked, { headers: { "HX-Request": "true" }, signal: this.asking.signal });
      if (answer.ok) this.innerHTML = await answer.text();
    } catch {
      // offline, or asked anew: the form is sent as it is, and asks once more where it matters
    }
  }
}
customElements.define("huiyin-where", Where);
