// A passkey is made or shown: asks the service what to ask the device, and brings the answer back.
// <huiyin-passkey data-for="enter|second|confirm|make" data-next="…" hidden><button>…</button><p hidden></p></huiyin-passkey>

const bytes = (text) => {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const listed = (credentials) => credentials?.map((each) => ({ ...each, id: bytes(each.id) }));

const toMake = ({ publicKey }) => ({
  publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: listed(publicKey.excludeCredentials),
  },
});
const toGive = ({ publicKey }) => ({
  publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    allowCredentials: listed(publicKey.allowCredentials),
  },
});

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const plain = (credential) => {
  const response = {};
  for (const part of PARTS) if (credential.response[part]) response[part] = text(credential.response[part]);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential) return;
    this.hidden = false;
    this.querySelector("button").addEventListener("click", () => this.begin());
  }

  async begin() {
    const button = this.querySelector("button");
    button.disabled = true;
    this.say("");
    try {
      await this.run();
    } catch (error) {
      // the person closed the device's own question: they know
      if (error.name !== "NotAllowedError" && error.name !== "AbortError") this.say(error.message);
    } finally {
      button.disabled = false;
    }
  }

  async run() {
    const options = await this.send("/passkey/options/", {});
    const credential =
      this.dataset.for === "make"
        ? await navigator.credentials.create(toMake(options))
        : await navigator.credentials.get(toGive(options));
    const answer = await this.send("/passkey/", { credential: JSON.stringify(plain(credential)) });
    location.assign(answer.go);
  }

  async send(address, more) {
    const token = this.closest("form").querySelector('[name="csrfmiddlewaretoken"]').value;
    const body = new URLSearchParams({ for: this.dataset.for, next: this.dataset.next ?? "", ...more });
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const answer = await fetch(address, { method: "POST", body, headers });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.sentence ?? said.detail);
    return said;
  }

  say(words) {
    const line = this.querySelector("p");
    line.textContent = words;
    line.hidden = !words;
  }
}
customElements.define("huiyin-passkey", Passkey);
