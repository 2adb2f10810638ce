// What goes on, in one line that screen readers say too: waiting, lost, back.
export class State {
  constructor(guide) {
    this.line = guide.querySelector("#state");
    this.sentences = guide.querySelector("#sentences").content;
    this.dots = guide.querySelector("#typing").content;
  }

  sentence(name) {
    return this.sentences.querySelector(`[data-name="${name}"]`).textContent;
  }

  // Says the sentence of this name, or nothing any more.
  tell(name) {
    this.line.replaceChildren(...(name ? [this.sentence(name)] : []));
    if (name === "waiting" || name === "slow") this.line.append(this.dots.cloneNode(true));
    this.name = name;
  }
}
