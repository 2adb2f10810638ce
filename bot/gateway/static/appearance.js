// Larger text, kept for the next visit where the browser allows that.
const KEPT = "trial-guide-size";

const kept = () => {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch { // storage is blocked in this frame: the size is chosen anew
    return "";
  }
};

const keep = (size) => {
  try {
    localStorage.setItem(KEPT, size);
  } catch { // as above
    return;
  }
};

export class Appearance {
  constructor(guide) {
    this.buttons = [...guide.querySelectorAll("[data-size]")];
    this.buttons.forEach((button) => button.addEventListener("click", () => {
      this.use(button.dataset.size);
      keep(button.dataset.size);
    }));
    this.use(kept());
  }

  use(wanted) {
    const size = this.buttons.some((button) => button.dataset.size === wanted) ? wanted : "";
    document.documentElement.dataset.textSize = size;
    this.buttons.forEach((button) => button.setAttribute("aria-pressed", button.dataset.size === size));
  }
}
