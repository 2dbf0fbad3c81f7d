// What residents' pages get once scripts run: the kit's, reading aloud and printing. A weak phone asks once for all of it.

import "../kit/page.js";
import "../kit/elements/news.js";
import "../kit/elements/live.js";

// --- reading aloud ---
class Aloud extends HTMLElement {
  connectedCallback() {
    if (!("speechSynthesis" in window)) return;
    this.hidden = false;
    this.addEventListener("click", () => this.toggle());
  }

  disconnectedCallback() {
    if (this.spoken) speechSynthesis.cancel();
  }

  toggle() {
    const wasSpeaking = Boolean(this.spoken);
    speechSynthesis.cancel();
    if (wasSpeaking) return this.show(undefined);
    const words = document.getElementById(this.getAttribute("for"))?.textContent ?? "";
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = document.documentElement.lang.startsWith("en") ? "en" : "zh-CN";
    spoken.rate = 0.9;
    spoken.onend = () => this.show(undefined);
    spoken.onerror = () => this.show(undefined);
    this.show(spoken);
    speechSynthesis.speak(spoken);
  }

  show(spoken) {
    this.spoken = spoken;
    this.querySelector("[data-idle]").hidden = Boolean(spoken);
    this.querySelector("[data-busy]").hidden = !spoken;
  }
}
customElements.define("huiyin-aloud", Aloud);

class Print extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", () => print());
  }
}
customElements.define("huiyin-print", Print);
