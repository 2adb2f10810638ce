// The trial's summary beside the chat (below it on a phone), with the passages that an answer quotes.
export class Summary {
  constructor(guide) {
    this.guide = guide;
    this.element = guide.querySelector("#summary");
    this.back = guide.querySelector("#back");
    this.cameFrom = guide.querySelector("#open-summary");
    guide.addEventListener("click", (event) => this.clicked(event));
    guide.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.element.contains(event.target)) this.close();
    });
    const asked = location.hash.length > 1 && this.element.querySelector(`#${CSS.escape(location.hash.slice(1))}`);
    if (asked) this.show([asked]);
  }

  clicked(event) {
    const link = event.target.closest("a, button");
    if (!link) return;
    if (link.id === "close-summary" || link === this.back) this.close(link === this.back);
    else if (link.id === "open-summary") this.open(link, event, () => [this.element]);
    else if (link.dataset.passages) this.open(link, event, () => this.passages(link));
  }

  open(link, event, places) {
    event.preventDefault();
    this.cameFrom = link;
    this.show(places());
  }

  passages(link) {
    return link.dataset.passages.split(" ").map((id) => this.element.querySelector(`#${CSS.escape(id)}`)).filter(Boolean);
  }

  show(places) {
    this.guide.dataset.summary = "open";
    this.element.querySelectorAll(".highlight").forEach((old) => old.classList.remove("highlight"));
    const passages = places.filter((place) => place !== this.element);
    passages.forEach((passage) => passage.classList.add("highlight"));
    const [first] = places;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    this.back.hidden = false;
    first.scrollIntoView({ block: passages.length === 1 ? "center" : "start" });
  }

  // On a phone the summary stays where it is, below: only the way back is needed.
  close(isWayBack = false) {
    this.back.hidden = true;
    if (!isWayBack) delete this.guide.dataset.summary;
    this.cameFrom.focus({ preventScroll: true });
    this.cameFrom.scrollIntoView({ block: "center" });
  }
}
