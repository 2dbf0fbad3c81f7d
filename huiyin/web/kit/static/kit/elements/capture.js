// What is caught on the spot: where one stands, and a voice.

/** @param {string} name */
const say = (name) => (document.documentElement.lang.startsWith("en") ? EN[name] : ZH[name]);
const ZH = {
  place: "已带上现在的位置。不想带，再按一下。",
  noPlace: "没有拿到位置，请用文字写在哪里。",
  record: "按一下，开始说",
  recording: "正在录音，说完再按一下",
  noMicrophone: "用不了话筒，请选一段录好的语音。",
};
const EN = {
  place: "Your location is attached. Press again to remove it.",
  noPlace: "No location found. Please describe the place in words.",
  record: "Press and speak",
  recording: "Recording. Press again when you are done",
  noMicrophone: "The microphone cannot be used. Please choose a recording.",
};

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
    this.form.dispatchEvent(new CustomEvent("huiyin:place"));
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
