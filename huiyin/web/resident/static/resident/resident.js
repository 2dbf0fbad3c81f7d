// What residents' pages get once scripts run: reading aloud, a place, a voice, printing, news that do not disturb.

/** @param {string} name */
const say = (name) => (document.documentElement.lang.startsWith("en") ? EN[name] : ZH[name]);
const ZH = {
  place: "已带上现在的位置。不想带，再按一下。",
  noPlace: "没有拿到位置，请用文字写在哪里。",
  news: "有新的进展，点这里看",
  record: "按一下，开始说",
  recording: "正在录音，说完再按一下",
  noMicrophone: "用不了话筒，请选一段录好的语音。",
};
const EN = {
  place: "Your location is attached. Press again to remove it.",
  noPlace: "No location found. Please describe the place in words.",
  news: "There is news. Press here to see it",
  record: "Press and speak",
  recording: "Recording. Press again when you are done",
  noMicrophone: "The microphone cannot be used. Please choose a recording.",
};

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

// --- where one stands, only when asked ---
class Place extends HTMLElement {
  connectedCallback() {
    if (!("geolocation" in navigator) || !isSecureContext) return;
    this.hidden = false;
    this.form = this.closest("form");
    this.querySelector("button").addEventListener("click", () => this.toggle());
  }

  toggle() {
    if (this.form.elements.lat.value) return this.keep("", "", "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.keep(coords.latitude.toFixed(6), coords.longitude.toFixed(6), say("place")),
      () => this.keep("", "", say("noPlace")),
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  }

  keep(lat, lng, words) {
    this.form.elements.lat.value = lat;
    this.form.elements.lng.value = lng;
    this.querySelector("[data-said]").textContent = words;
  }
}
customElements.define("huiyin-place", Place);

// --- a voice into a file field, where the browser can record ---
export const canRecord = () =>
  isSecureContext && "MediaRecorder" in window && Boolean(navigator.mediaDevices?.getUserMedia);

/** Start recording. Resolves to `stop`, which resolves to the file. Rejects without a microphone. */
export const record = async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg"].find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 24_000 } : undefined);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.start();
  return () =>
    new Promise((done) => {
      recorder.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        const ending = recorder.mimeType.includes("mp4") ? "m4a" : recorder.mimeType.includes("ogg") ? "ogg" : "webm";
        done(new File(parts, `voice.${ending}`, { type: recorder.mimeType }));
      });
      recorder.stop();
    });
};

/** Put files into an input as if they had been chosen. */
export const choose = (input, files) => {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

class Record extends HTMLElement {
  connectedCallback() {
    if (!canRecord()) return;
    this.button = this.querySelector("[data-record]");
    this.words = this.querySelector("[data-words]");
    this.input = this.querySelector('input[type="file"]');
    this.button.hidden = false;
    this.button.addEventListener("click", () => this.toggle());
    this.input.addEventListener("change", () => this.show());
    const other = this.querySelector("[data-choose]");
    other.hidden = false;
    other.addEventListener("click", () => this.input.click());
  }

  async toggle() {
    if (this.stop) {
      const { stop } = this;
      this.stop = undefined;
      this.tell("record", false);
      choose(this.input, [await stop()]);
      return;
    }
    try {
      this.stop = await record();
      this.tell("recording", true);
    } catch {
      this.tell("noMicrophone", false);
    }
  }

  tell(name, isOn) {
    this.words.textContent = say(name);
    this.button.classList.toggle("danger", isOn);
  }

  /** What was recorded or chosen can be heard before it is sent. */
  show() {
    const box = this.querySelector("[data-heard]");
    const audio = box.querySelector("audio");
    const file = this.input.files[0];
    if (audio.src) URL.revokeObjectURL(audio.src);
    if (file) audio.src = URL.createObjectURL(file);
    box.hidden = !file;
  }
}
customElements.define("huiyin-record", Record);

class Print extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", () => print());
  }
}
customElements.define("huiyin-print", Print);

// --- news: shown at once, unless somebody is just writing in that part of the page ---
const isBusy = (part) =>
  (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) ||
  [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((input) =>
    input.type === "checkbox" || input.type === "radio"
      ? input.checked !== input.defaultChecked
      : input.type === "file"
        ? input.files.length > 0
        : input.value !== input.defaultValue,
  );

/** Fetch the page anew and put in the part that was hinted at. */
const refresh = async (part) => {
  try {
    const answer = await fetch(part.dataset.from, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh && !isBusy(part)) part.replaceWith(document.adoptNode(fresh));
    const bar = document.querySelector(".bar ul");
    const freshBar = page.querySelector(".bar ul");
    if (bar && freshBar) bar.replaceWith(document.adoptNode(freshBar));
  } catch {
    // offline: the next hint tries again
  }
};

document.addEventListener(
  "huiyin-refresh",
  (event) => {
    const part = event.target;
    if (!isBusy(part)) return refresh(part);
    if (document.getElementById("news")) return;
    const link = document.createElement("a");
    link.id = "news";
    link.className = "button small primary";
    link.href = part.dataset.from;
    link.textContent = say("news");
    document.getElementById("status").after(link);
  },
  true,
);

// words in a group are content, not a hint: lists of groups count them too
document.addEventListener("huiyin:frame", ({ detail }) => {
  for (const part of document.querySelectorAll(`[data-live-refresh~="${detail.topic}"]`)) {
    clearTimeout(part.dataset.timer);
    part.dataset.timer = String(setTimeout(() => part.dispatchEvent(new CustomEvent("huiyin-refresh")), 600));
  }
});
