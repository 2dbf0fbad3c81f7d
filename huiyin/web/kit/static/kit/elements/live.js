// <huiyin-live topics="group:7 case:9" ticket="…" src="…/live/stream" renew="/live/ticket" from="…" expires-in="600">
//
// Keeps the page's stream open. On `document` it fires:
//   huiyin:frame    {topic, seq, frame}   a message of a group, each once and in order
//   huiyin:hint     {topic, id}           something about the topic changed
//   huiyin:reset    {topic}               too much was missed ("*": of everything): load that part anew
//   huiyin:revoked  {topic}               the reader no longer hears it
// An element with data-live-refresh="case:7 post:3" hears `huiyin-refresh` (hx-trigger) when one of its topics
// was hinted or reset. The element's own text says when the connection is lost; it is empty otherwise.

const SOON_MS = 1_000; // pages of one group do not all ask in the same instant
const AGAIN_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const TRIES = 1; // with a ticket that should still be good, before a fresh one is asked for
const SILENT_MS = 40_000; // the server gives a sign of life every 15 s
const HIDDEN_MS = 120_000; // a page nobody has seen for so long listens no more
const PATIENCE_MS = 3_000; // a reconnection quicker than this is not worth a word
const EARLY_S = 30; // so long before it runs out, the ticket is renewed

const WORDS = {
  zh: { lost: "正在重新连接…", out: "登录已过期,请刷新页面后重新登录。" },
  en: { lost: "Reconnecting…", out: "You have been signed out. Please reload the page." },
};

/** @typedef {{ticket: string, src: string, expires_in_s: number}} Ticket */

class Live extends HTMLElement {
  /** @type {EventSource | undefined} */
  #source;
  /** @type {Ticket | undefined} */
  #ticket;
  #goodUntil_ms = 0;
  #position = "";
  #failures = 0;
  #isOut = false;
  /** @type {Map<string, number>} */
  #timers = new Map();
  /** @type {Set<string>} */
  #hinted = new Set();

  connectedCallback() {
    this.setAttribute("role", "status");
    this.#position ||= this.getAttribute("from") ?? "";
    this.#take({
      ticket: this.getAttribute("ticket") ?? "",
      src: this.getAttribute("src") ?? "/live/stream",
      expires_in_s: Number(this.getAttribute("expires-in") ?? 0),
    });
    document.addEventListener("visibilitychange", this.#onVisibility);
    addEventListener("pagehide", this.#close);
    addEventListener("pageshow", this.#onShow);
    addEventListener("online", this.#onOnline);
    // the page comes first; from its position the stream misses nothing
    if (document.readyState === "complete") this.#open();
    else addEventListener("load", this.#onLoad);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    removeEventListener("pagehide", this.#close);
    removeEventListener("pageshow", this.#onShow);
    removeEventListener("online", this.#onOnline);
    removeEventListener("load", this.#onLoad);
    this.#close();
  }

  /** While the stream is open: where messages can be sent, and with which ticket. */
  get sending() {
    if (this.#source?.readyState !== EventSource.OPEN || !this.#ticket) return undefined;
    const address = new URL(this.#ticket.src.replace(/stream$/, "messages"), location.href);
    return { address, ticket: this.#ticket.ticket };
  }

  /** Open the stream where it was left, with the ticket at hand or a fresh one. */
  async #open() {
    this.#close();
    if (performance.now() > this.#goodUntil_ms || this.#failures > TRIES) await this.#renew();
    if (!this.#ticket || !this.isConnected || this.#source || this.#timers.has("again")) return;
    const address = new URL(this.#ticket.src, location.href);
    address.searchParams.set("ticket", this.#ticket.ticket);
    if (this.#position) address.searchParams.set("from", this.#position);
    this.#listen(new EventSource(address));
    const left_ms = this.#goodUntil_ms - performance.now();
    this.#later("renew", left_ms * (1 - Math.random() / 10), () => {
      this.#goodUntil_ms = 0;
      this.#open();
    });
  }

  /** @param {Ticket} ticket */
  #take(ticket) {
    this.#ticket = ticket;
    this.#goodUntil_ms = performance.now() + (ticket.expires_in_s - EARLY_S) * 1_000;
  }

  /** @param {EventSource} source */
  #listen(source) {
    this.#source = source;
    this.#heard();
    if (document.visibilityState === "hidden") this.#later("hidden", HIDDEN_MS, this.#close);
    source.onopen = () => this.#well();
    source.onerror = () => this.#lost(source);
    source.onmessage = (event) => this.#onFrame(event);
    source.addEventListener("beat", (event) => this.#moved(event));
    source.addEventListener("hint", (event) => this.#onChange("huiyin:hint", event));
    source.addEventListener("reset", (event) => this.#onChange("huiyin:reset", event));
    source.addEventListener("revoked", (event) => this.#tell("huiyin:revoked", JSON.parse(event.data)));
  }

  async #renew() {
    const topics = encodeURIComponent(this.getAttribute("topics") ?? "");
    const address = `${this.getAttribute("renew") ?? "/live/ticket"}?topics=${topics}`;
    this.#ticket = undefined;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok) this.#take(await answer.json());
      this.#isOut = answer.status === 401 || answer.status === 403;
    } catch {
      // offline: tried again like any other failure
    }
    if (!this.#ticket) this.#again();
  }

  /** @param {EventSource} source */
  #lost(source) {
    // a broken connection the browser mends itself, at the pace the server asked for; a refusal it does not
    if (source.readyState === EventSource.CLOSED) this.#again();
    else this.#sayLater(this.#words().lost);
  }

  #again() {
    this.#close();
    if (this.#isOut) {
      this.#say(this.#words().out);
      return;
    }
    const wait_ms = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)] ?? SOON_MS;
    this.#failures += 1;
    this.#later("again", wait_ms * (0.5 + Math.random()), () => this.#open());
    this.#sayLater(this.#words().lost);
  }

  #words() {
    return document.documentElement.lang.startsWith("en") ? WORDS.en : WORDS.zh;
  }

  /** The connection stands. */
  #well() {
    this.#failures = 0;
    this.#cancel("words");
    this.#say("");
  }

  /** @param {string} words */
  #sayLater(words) {
    if (!this.#timers.has("words")) this.#later("words", PATIENCE_MS, () => this.#say(words));
  }

  /** @param {string} words */
  #say(words) {
    if (this.textContent !== words) this.textContent = words;
  }

  #heard() {
    this.#later("silence", SILENT_MS, () => this.#again());
  }

  /** @param {MessageEvent<string>} event */
  #moved(event) {
    this.#heard();
    if (event.lastEventId) this.#position = event.lastEventId;
  }

  /** @param {MessageEvent<string>} event */
  #onFrame(event) {
    this.#moved(event);
    // its own topic stands first behind the time: t=…,group:7=123,…
    const [topic = "", seq] = event.lastEventId.split(",")[1]?.split("=") ?? [];
    this.#tell("huiyin:frame", { topic, seq: Number(seq), frame: JSON.parse(event.data) });
  }

  /**
   * @param {string} name
   * @param {MessageEvent<string>} event
   */
  #onChange(name, event) {
    this.#heard();
    /** @type {{topic: string}} */
    const data = JSON.parse(event.data);
    this.#tell(name, data);
    this.#hinted.add(data.topic);
    if (!this.#timers.has("refresh")) {
      this.#later("refresh", SOON_MS * (0.1 + Math.random() / 2), () => this.#refresh());
    }
  }

  #refresh() {
    const topics = this.#hinted;
    this.#hinted = new Set();
    for (const part of document.querySelectorAll("[data-live-refresh]")) {
      const heard = part.getAttribute("data-live-refresh")?.split(/\s+/) ?? [];
      if (topics.has("*") || heard.some((topic) => topics.has(topic))) {
        part.dispatchEvent(new CustomEvent("huiyin-refresh"));
      }
    }
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #tell(name, detail) {
    document.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #close = () => {
    for (const name of ["again", "renew", "silence", "hidden"]) this.#cancel(name);
    this.#source?.close();
    this.#source = undefined;
  };

  // once it has gone round: what others do at that moment is not held up
  #onLoad = () => this.#later("again", 0, () => this.#open());

  #onVisibility = () => {
    if (document.visibilityState === "hidden") this.#later("hidden", HIDDEN_MS, this.#close);
    else if (this.#source) this.#cancel("hidden");
    else this.#open();
  };

  /** @param {PageTransitionEvent} event */
  #onShow = (event) => {
    if (event.persisted) this.#open();
  };

  #onOnline = () => {
    this.#failures = 0;
    if (!this.#source) this.#open();
  };

  /**
   * @param {string} name
   * @param {number} wait_ms
   * @param {() => void} act
   */
  #later(name, wait_ms, act) {
    this.#cancel(name);
    const run = () => {
      this.#timers.delete(name);
      act();
    };
    this.#timers.set(name, window.setTimeout(run, wait_ms));
  }

  /** @param {string} name */
  #cancel(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}

customElements.define("huiyin-live", Live);
