// Brings a message to the assistant, once: a lost connection is tried again with the same key, and then the
// same reply comes back.
const PATIENCE = 30000; // milliseconds for one try
const PAUSE = 2000;

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

const pause = () => new Promise((done) => { setTimeout(done, PAUSE); });

const online = () => new Promise((done) => { window.addEventListener("online", done, { once: true }); });

// The piece of the page at an address. Throws where something else came back, or nothing.
export const pieceOf = async (address, options = {}) => {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const headers = { Accept: "text/html", ...options.headers };
    const reply = await fetch(address, { ...options, headers, signal: giveUp.signal, cache: "no-store" });
    const piece = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!piece.querySelector("#new, #problem")) throw new Error("not ours");
    return piece;
  } finally {
    clearTimeout(timer);
  }
};

export class Sender {
  constructor(state) {
    this.state = state;
    this.unanswered = null;
  }

  async send(text, after) {
    const key = this.unanswered?.text === text ? this.unanswered.key : newKey();
    this.unanswered = { text, key };
    const piece = await this.post(text, key, after).catch(() => this.again(text, key, after));
    if (piece.querySelector("#new")) this.unanswered = null;
    return piece;
  }

  async again(text, key, after) {
    this.state.tell(navigator.onLine ? "retrying" : "offline");
    await (navigator.onLine ? pause() : online());
    return this.post(text, key, after);
  }

  post(text, key, after) {
    return pieceOf(`/api/messages?after=${after}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify({ text }),
    });
  }
}
