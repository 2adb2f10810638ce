// In a frame on another site: says that it works, closes on Escape, and leads out where the browser lets it
// keep no conversation.
export class Frame {
  constructor(guide) {
    this.guide = guide;
    this.isOne = parent !== window;
  }

  async begin(look) {
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.tell("close"));
    this.tell("ready");
    const piece = await look().catch(() => null);
    if (!piece || "session" in piece.querySelector("#new").dataset) return;
    this.guide.querySelector("#own-window").hidden = false;
    for (const part of ["#ask", "#quick"]) this.guide.querySelector(part).hidden = true;
  }

  // Nothing in it is secret, so it may be heard by whatever site the frame stands on.
  tell(what) {
    parent.postMessage({ trialGuide: what }, "*");
  }
}
