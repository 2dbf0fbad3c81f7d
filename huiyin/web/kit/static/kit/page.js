// What every page gets once scripts run. Without it everything still works, a little less kindly.

// a form is sent once: the second press of an impatient thumb goes nowhere
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method === "get" || form.method === "dialog") return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.setAttribute("aria-busy", "true");
    // an answer that never comes must not lock the form for good
    setTimeout(() => form.removeAttribute("aria-busy"), 20_000);
  },
  true,
);
const free = () => {
  for (const form of document.querySelectorAll('form[aria-busy="true"]')) form.removeAttribute("aria-busy");
};
addEventListener("pageshow", free);
document.addEventListener("htmx:finally:request", free);

// good news leaves by itself; a refusal stays until the next act
const hideLater = (root) => {
  for (const toast of root.querySelectorAll("[data-toast].tone-green:not([data-leaving])")) {
    toast.dataset.leaving = "";
    setTimeout(() => toast.remove(), 8_000);
  }
};
hideLater(document);
document.addEventListener("htmx:after:swap", () => hideLater(document));

// what was chosen is shown before it is sent
class Upload extends HTMLElement {
  connectedCallback() {
    this.classList.add("ready");
    this.addEventListener("change", () => this.show());
  }

  show() {
    const thumbs = this.querySelector(".thumbs");
    for (const image of thumbs.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    thumbs.replaceChildren(...[...this.querySelector("input").files].map(shown));
  }
}

const shown = (file) => {
  if (!file.type.startsWith("image/")) {
    const name = document.createElement("span");
    name.textContent = file.name;
    return name;
  }
  const image = new Image();
  image.src = URL.createObjectURL(file);
  image.alt = file.name;
  return image;
};
customElements.define("huiyin-upload", Upload);
