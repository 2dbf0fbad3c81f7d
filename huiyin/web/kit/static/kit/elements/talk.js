// The talk of a group, live: what is new is fetched from the server that draws it, sent words stay until they have arrived.

import { canRecord, choose, record } from "./capture.js";

const TAIL = 30; // what is on the screen may have changed: answered, recalled, moved on
const NEAR_PX = 220;
const PATIENCE_MS = 5_000; // for the fast way; then the form is posted, under the same key
const WORDS = {
  zh: {
    offline: "没有发出去，您写的内容还在。网络好了再按一次“发送”，不会重复。",
    heard: "有新消息",
    voice: "正在录音",
    colon: "：",
  },
  en: {
    offline: "Not sent. Your words are still here; press Send again when the network is back.",
    heard: "New message",
    voice: "Recording",
    colon: ": ",
  },
};
const words = document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.zh;

/** A random UUID, also on plain http in the community's own network. */
const newKey = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

const PICK = 'input[name="m"]'; // an officer chooses several words, to do one thing with all

const isPlaying = (item) => [...item.querySelectorAll("audio, video")].some((media) => !media.paused);
const isNearEnd = () => document.documentElement.scrollHeight - scrollY - innerHeight < NEAR_PX;

/** Who said what, for the quotation and for who listens to the page. */
const inWords = (item) => {
  const author = item.querySelector(".said-by strong")?.textContent ?? "";
  const said = item.querySelector(".bubble:not(.gone)")?.textContent ?? item.textContent;
  return [author, said].filter(Boolean).join(words.colon);
};

class Talk extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".talk");
    this.end = this.querySelector("[data-end]");
    this.form = this.querySelector("[data-composer]");
    this.list.addEventListener("click", (event) => this.older(event));
    this.below = this.querySelector("[data-below]");
    if (this.form) this.compose();
    if (this.hasAttribute("data-past")) return;
    this.topic = this.querySelector("huiyin-live")?.getAttribute("topics");
    this.heard = ({ detail }) => {
      if (detail.topic === this.topic || detail.topic === "*") this.soon();
    };
    for (const name of ["huiyin:frame", "huiyin:hint", "huiyin:reset"]) document.addEventListener(name, this.heard);
    this.below.addEventListener("click", () => this.toEnd());
    addEventListener("scroll", () => isNearEnd() && this.seen(), { passive: true });
    if (!location.hash || location.hash === "#end") this.toEnd();
    this.soon(1_500); // what was said between drawing the page and listening
  }

  disconnectedCallback() {
    for (const name of ["huiyin:frame", "huiyin:hint", "huiyin:reset"]) document.removeEventListener(name, this.heard);
  }

  get last() {
    return Number([...this.list.querySelectorAll("[data-seq]")].at(-1)?.dataset.seq ?? 0);
  }

  soon(wait = 120 + Math.random() * 250) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.catchUp(), wait);
  }

  /** Fetch the tail of the talk as the server draws it; put in what is new and what has changed. */
  async catchUp() {
    if (this.isFetching) return this.soon();
    this.isFetching = true;
    try {
      const from = Math.max(1, this.last - TAIL);
      const answer = await fetch(`${this.dataset.lines}?from=${from}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const drawn = document.createElement("template");
      drawn.innerHTML = await answer.text();
      this.put(drawn.content);
      if (answer.headers.get("X-More")) this.soon();
    } catch {
      // offline: the stream tries again by itself
    } finally {
      this.isFetching = false;
    }
  }

  put(drawn) {
    const wasNear = isNearEnd();
    const before = this.last;
    let day = null;
    for (const item of [...drawn.children]) {
      if (item.dataset.day) day = item;
      else if (item.dataset.seq) {
        this.putOne(item, day);
        day = null;
      }
    }
    if (this.last === before) return;
    this.list.querySelector(".said-notice:not([data-seq])")?.remove();
    const newest = [...this.list.querySelectorAll("[data-seq]")].at(-1);
    if (!newest.classList.contains("mine"))
      this.querySelector("[data-heard]").textContent = `${words.heard}${words.colon}${inWords(newest).slice(0, 120)}`;
    if (wasNear || newest.classList.contains("mine")) this.toEnd();
    else this.below.hidden = false;
  }

  putOne(item, day) {
    const there = document.getElementById(item.id);
    if (!there) {
      if (Number(item.dataset.seq) <= this.last) return;
      if (day && !this.list.querySelector(`[data-day="${day.dataset.day}"]`)) this.end.before(day);
      this.end.before(item);
    } else if (there.outerHTML !== item.outerHTML && !isPlaying(there) && !there.contains(document.activeElement)) {
      const isPicked = there.querySelector(PICK)?.checked;
      there.replaceWith(item);
      if (isPicked && item.querySelector(PICK)) item.querySelector(PICK).checked = true;
    }
  }

  /** Older messages come in above, and the eye stays where it was. */
  async older(event) {
    const link = event.target.closest("[data-older]");
    if (!link) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.dataset.older, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return location.assign(link.href);
      const drawn = document.createElement("template");
      drawn.innerHTML = await answer.text();
      const height = document.documentElement.scrollHeight;
      link.closest("li").replaceWith(drawn.content);
      this.tidy();
      scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
    } catch {
      location.assign(link.href);
    }
  }

  /** Each day is named once, the first time. */
  tidy() {
    const met = new Set();
    for (const day of this.list.querySelectorAll("[data-day]")) {
      if (met.has(day.dataset.day)) day.remove();
      met.add(day.dataset.day);
    }
  }

  toEnd() {
    scrollTo({ top: document.documentElement.scrollHeight });
    this.seen();
  }

  /** What stands before somebody's eyes has been read. */
  seen() {
    this.below.hidden = true;
    const last = this.last;
    if (document.visibilityState !== "visible" || last <= Number(this.dataset.last)) return;
    this.dataset.last = String(last);
    const body = new URLSearchParams({ seq: String(last), csrfmiddlewaretoken: this.token });
    fetch(this.dataset.read, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
  }

  get token() {
    return document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";
  }

  // --- saying something ---

  compose() {
    const { form } = this;
    this.text = form.elements.text;
    this.file = form.elements.file;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      const isPlain = !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
      if (event.key === "Enter" && isPlain) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
    this.file.addEventListener("change", () => this.showChosen());
    this.addEventListener("click", (event) => this.onClick(event));
    if (canRecord()) form.querySelector("[data-speak]").hidden = false;
  }

  onClick(event) {
    const link = event.target.closest("a, button");
    if (!link) return;
    const reply = link.dataset.act?.match(/^reply-(\d+)$/);
    const acts = {
      unreply: () => this.replyTo(""),
      speak: () => this.speak(),
      stop: () => this.hush(true),
      cancel: () => this.hush(false),
      drop: () => choose(this.file, []),
    };
    const name = Object.keys(acts).find((each) => each in link.dataset);
    if (!reply && !name) return;
    event.preventDefault();
    if (name) acts[name]();
    else this.replyTo(reply[1], link.closest(".said"));
  }

  replyTo(id, item) {
    this.form.elements.reply_to.value = id;
    this.form.querySelector("[data-replying]").hidden = !id;
    if (!id) return;
    this.form.querySelector("[data-quote]").textContent = inWords(item);
    this.text.focus();
  }

  showChosen() {
    const box = this.form.querySelector("[data-chosen]");
    const file = this.file.files[0];
    for (const image of box.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    box.replaceChildren();
    box.hidden = !file;
    if (!file) return;
    const name = document.createElement("span");
    name.className = "one-line";
    name.textContent = file.name;
    if (file.type.startsWith("image/")) {
      const image = new Image();
      image.src = URL.createObjectURL(file);
      image.alt = "";
      box.append(image);
    }
    const drop = this.form.querySelector("[data-unreply]").cloneNode(true);
    drop.removeAttribute("data-unreply");
    drop.setAttribute("data-drop", "");
    box.append(name, drop);
  }

  async speak() {
    try {
      this.stop = await record();
    } catch {
      this.file.click();
      return;
    }
    const line = this.form.querySelector("[data-voice]");
    const most = Number(line.dataset.mostS);
    const since = Date.now();
    const tell = () => {
      const seconds = Math.round((Date.now() - since) / 1_000);
      line.querySelector("[data-words]").textContent = `${words.voice} ${seconds} / ${most}`;
      if (seconds >= most) this.hush(true);
    };
    line.hidden = false;
    tell();
    this.counting = setInterval(tell, 1_000);
  }

  async hush(isKept) {
    clearInterval(this.counting);
    this.form.querySelector("[data-voice]").hidden = true;
    const { stop } = this;
    this.stop = undefined;
    if (!stop) return;
    const file = await stop();
    if (!isKept) return;
    choose(this.file, [file]);
    this.form.requestSubmit();
  }

  async send() {
    if (!this.text.value.trim() && !this.file.files.length) return this.text.focus();
    const { form } = this;
    const alerts = document.getElementById("alerts");
    const sent = this.text.value;
    try {
      if (!(await this.sendLive())) {
        const answer = await fetch(form.action, {
          method: "POST",
          body: new FormData(form),
          headers: { "HX-Request": "true" },
        });
        if (answer.status === 401) return location.assign(answer.headers.get("HX-Redirect") ?? "/sign-in/");
        if (!answer.ok) {
          alerts.innerHTML = await answer.text();
          return alerts.scrollIntoView({ block: "center" });
        }
      }
      alerts.replaceChildren();
      if (this.text.value === sent) this.text.value = ""; // else the next words are being written already
      form.querySelector(".error")?.remove();
      choose(this.file, []);
      this.replyTo("");
      form.elements.client_key.value = newKey();
      form.removeAttribute("aria-busy");
      await this.catchUp();
      this.toEnd();
    } catch {
      this.tellOffline(alerts);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  /** Send words by the live process. False for any reason at all: the form is posted then, and its key says it once. */
  async sendLive() {
    const sending = this.querySelector("huiyin-live")?.sending;
    if (!sending || this.file.files.length) return false;
    const { client_key, reply_to, as_post } = this.form.elements;
    const body = JSON.stringify({
      ticket: sending.ticket,
      group: Number(this.topic.split(":")[1]),
      text: this.text.value,
      client_key: client_key.value,
      reply_to: Number(reply_to.value) || null,
      as_post: Number(as_post?.value) || null, // as whom the page says one speaks
      sent_at: new Date().toISOString(),
    });
    try {
      // as plain text it needs no leave of another port to be sent there
      const signal = AbortSignal.timeout?.(PATIENCE_MS);
      const answer = await fetch(sending.address, { method: "POST", body, signal, credentials: "omit" });
      return answer.ok;
    } catch {
      return false;
    }
  }

  tellOffline(alerts) {
    const note = document.createElement("div");
    note.className = "note tone-amber";
    note.textContent = words.offline;
    alerts.replaceChildren(note);
    note.scrollIntoView({ block: "center" });
  }
}
customElements.define("huiyin-talk", Talk);
