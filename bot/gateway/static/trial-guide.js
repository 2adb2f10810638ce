// The chat page as one element: it sends what is typed and shows what comes back. Where it cannot run, the
// plain forms that it takes over do the same.
import { Appearance } from "./appearance.js";
import { untilReady, watchConnection } from "./connection.js";
import { Explanations } from "./explanations.js";
import { Frame } from "./frame.js";
import { rate } from "./feedback.js";
import { Log } from "./log.js";
import { pieceOf, Sender } from "./sending.js";
import { State } from "./state.js";
import { Summary } from "./summary.js";

const SLOW = 6000; // milliseconds, after which we say that it takes long

class TrialGuide extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("#text");
    this.quick = this.querySelector("#quick");
    this.state = new State(this);
    this.log = new Log(this);
    this.sender = new Sender(this.state);
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel("trial-guide") : null;
    new Summary(this);
    new Explanations(this);
    new Appearance(this);
    this.frame = new Frame(this);
    this.listen();
    watchConnection(this.state, () => this.catchUp());
    if (this.frame.isOne) this.frame.begin(() => pieceOf("/api/messages"));
    if (location.hash === "#get-code") this.askForCode(); // the page of a result leads here
  }

  get isBusy() {
    return this.hasAttribute("data-busy");
  }

  set isBusy(isBusy) {
    this.toggleAttribute("data-busy", isBusy);
  }

  listen() {
    this.addEventListener("submit", (event) => this.submitted(event));
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.sendTyped();
    });
    this.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("visibilitychange", () => document.hidden || this.catchUp());
    this.tabs?.addEventListener("message", ({ data }) => {
      if (data === "erased") this.log.forget(); // also while a message is on its way
      this.catchUp();
    });
  }

  submitted(event) {
    event.preventDefault();
    if (event.submitter?.name === "text") this.say(event.submitter.value);
    else this.sendTyped();
  }

  clicked({ target }) {
    const button = target.closest("button");
    if (!button) return;
    if (button.id === "print") window.print();
    if ("copy" in button.dataset) this.copy(button);
    if ("helpful" in button.dataset) rate(button);
  }

  async copy(button) {
    const copied = await navigator.clipboard?.writeText(button.dataset.copy).then(() => true, () => false);
    if (copied) button.textContent = button.dataset.copied;
    else getSelection().selectAllChildren(button.parentElement.querySelector("strong"));
  }

  askForCode() {
    history.replaceState(null, "", location.pathname);
    this.querySelector("#get-code").click();
  }

  sendTyped() {
    const text = this.field.value.trim();
    if (!text || this.isBusy) return;
    this.field.value = "";
    this.say(text);
  }

  // Sends a text and shows the reply. Where there is none, the text comes into the box, to be sent again.
  async say(text) {
    if (this.isBusy) return;
    this.isBusy = true;
    this.log.expect(text);
    this.state.tell("waiting");
    const slow = setTimeout(() => this.state.name === "waiting" && this.state.tell("slow"), SLOW);
    const piece = await this.sender.send(text, this.log.last).catch(() => null);
    clearTimeout(slow);
    this.isBusy = false;
    this.state.tell(null);
    if (piece?.querySelector("#new")) {
      this.show(piece);
      const { reply, erased } = piece.querySelector("#new").dataset;
      this.tabs?.postMessage(reply === "0" && erased !== undefined ? "erased" : "said");
    } else {
      this.log.fail(piece ?? this.querySelector("#unreachable").content);
      if (piece?.querySelector(".card")) this.quick.querySelector("#offers").replaceChildren(); // it stands alone
      this.field.value ||= text;
      untilReady(this.state);
    }
  }

  show(piece) {
    const focused = document.activeElement;
    const isGone = this.log.add(piece);
    this.quick.querySelector("#offers").replaceWith(piece.querySelector("#offers"));
    if (!focused.isConnected) this.quick.querySelector("#offers").focus({ preventScroll: true }); // else it would be nowhere
    this.log.bringIntoView(this.quick);
    if (isGone) this.state.tell("gone");
  }

  // What was said in another tab, or what was erased there.
  async catchUp() {
    if (this.isBusy) return;
    const piece = await pieceOf(`/api/messages?after=${this.log.last}`).catch(() => null);
    const fresh = piece?.querySelector("#new");
    if (!fresh || this.isBusy) return;
    if (fresh.children.length || "erased" in fresh.dataset) this.show(piece);
  }
}

customElements.define("trial-guide", TrialGuide);
