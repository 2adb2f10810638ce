// Words of the page, explained beside them when they are tapped, pointed at or reached by keyboard.
const GAP = 6; // pixels between a word and its explanation
const LINGER = 250; // milliseconds to move the pointer onto the explanation

export class Explanations {
  constructor(guide) {
    this.box = guide.querySelector("#explanation");
    this.term = null;
    for (const name of ["focusin", "mouseover"]) guide.addEventListener(name, ({ target }) => this.met(target));
    guide.addEventListener("focusout", () => this.hide()); // at once: it may lie over what comes next
    guide.addEventListener("mouseout", () => this.leaveSoon());
    guide.addEventListener("click", (event) => this.tapped(event));
    document.addEventListener("keydown", (event) => this.dismissed(event), true);
    window.addEventListener("scroll", () => this.place(), { passive: true, capture: true });
  }

  met(target) {
    if (target.closest(".term")) this.show(target.closest(".term"));
    else if (this.box.contains(target)) clearTimeout(this.leaving);
  }

  tapped(event) {
    const term = event.target.closest(".term");
    if (term) {
      event.preventDefault();
      this.show(term);
    } else if (!this.box.contains(event.target)) this.hide();
  }

  show(term) {
    clearTimeout(this.leaving);
    if (term === this.term) return;
    this.hide();
    this.term = term;
    this.box.textContent = document.querySelector(`${term.hash} dd`).textContent;
    this.box.hidden = false;
    term.setAttribute("aria-describedby", this.box.id);
    this.place();
  }

  place() {
    if (!this.term) return;
    const word = this.term.getBoundingClientRect();
    const box = this.box.getBoundingClientRect();
    const isRoomBelow = word.bottom + GAP + box.height < innerHeight;
    this.box.style.top = `${isRoomBelow ? word.bottom + GAP : Math.max(0, word.top - GAP - box.height)}px`;
    this.box.style.left = `${Math.max(GAP, Math.min(word.left, document.documentElement.clientWidth - box.width - GAP))}px`;
  }

  leaveSoon() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.hide(), LINGER);
  }

  dismissed(event) {
    if (event.key !== "Escape" || !this.term) return;
    event.stopPropagation();
    this.hide();
  }

  hide() {
    this.term?.removeAttribute("aria-describedby");
    this.term = null;
    this.box.hidden = true;
  }
}
