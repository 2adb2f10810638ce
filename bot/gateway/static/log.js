// The log of the conversation: what is new is put in once and so announced once.
const QUIET = 1000; // milliseconds in which the log keeps silent about what the alarm says

export class Log {
  constructor(guide) {
    this.guide = guide;
    this.element = guide.querySelector("#conversation");
    this.alarm = guide.querySelector("#alarm");
    this.openQuestion = guide.querySelector("#open-question");
    this.last = Number(guide.dataset.last);
    this.expected = null;
    this.sight = new IntersectionObserver(([seen]) => { this.openQuestion.hidden = seen.isIntersecting; });
    this.remindOfQuestion();
    if (this.last) this.bringIntoView(guide.querySelector("#quick"));
  }

  // Shows what the person says while the reply is on its way.
  expect(text) {
    this.alarm.textContent = "";
    this.expected = document.createElement("div");
    this.expected.className = "exchange";
    this.expected.append(this.guide.querySelector("#person").content.cloneNode(true));
    this.expected.querySelector(".said").textContent = text;
    this.element.append(this.expected);
    this.expected.scrollIntoView({ block: "nearest" });
  }

  // Adds what a piece of the page brings: the reply to what is expected, and what other tabs said before it and
  // after it. True where what was there is gone, and nobody has said so.
  add(piece) {
    const fresh = piece.querySelector("#new");
    const exchanges = [...fresh.children];
    const mine = this.expected;
    this.expected = null;
    const place = mine ? exchanges.findIndex((one) => one.dataset.number === fresh.dataset.reply) : exchanges.length;
    const isReceipt = mine && !exchanges[place].querySelector(".person");
    const isGone = this.makeRoom(exchanges[0], "erased" in fresh.dataset, mine) && !isReceipt;
    if (mine) {
      this.answer(mine, exchanges[place], isReceipt);
      mine.before(...exchanges.slice(0, place)); // it stays where it is: moved, it would be announced again
      mine.after(...exchanges.slice(place + 1));
      exchanges[place] = mine;
    } else this.element.append(...exchanges);
    this.sound(exchanges);
    this.last = Number(fresh.dataset.last);
    this.newest = mine ?? exchanges.at(-1) ?? null;
    this.remindOfQuestion();
    return isGone;
  }

  // Removes what the first new exchange takes the place of. True where that was of another conversation.
  makeRoom(first, isErased, mine) {
    const number = Number(first?.dataset.number) || Infinity; // 0 is that of an exchange that is not kept
    const said = (exchange) => exchange.querySelector(".said")?.textContent;
    const old = [...this.element.querySelectorAll(".exchange")].filter((one) => one !== mine && (isErased || one.dataset.number >= number));
    old.forEach((one) => one.remove());
    return isErased || (old.length > 0 && said(old[0]) !== said(first));
  }

  // Removes all but what still waits for its reply.
  forget() {
    this.element.querySelectorAll(".exchange").forEach((one) => one !== this.expected && one.remove());
  }

  answer(mine, reply, isReceipt) {
    if (isReceipt) mine.replaceChildren(); // what was typed goes as well
    else reply.querySelector(".person").remove();
    mine.dataset.number = reply.dataset.number;
    mine.append(...reply.children);
  }

  // Why there is no reply, or the card that comes all the same.
  fail(problem) {
    const content = problem.querySelector("#problem") ?? problem;
    this.expected.append(...[...content.children].map((child) => child.cloneNode(true)));
    this.newest = this.expected;
    this.expected = null;
    this.sound([this.newest]);
    this.bringIntoView(this.guide.querySelector("#quick"));
  }

  // A card is said at once by the alarm, and then the log need not say it too.
  sound(exchanges) {
    const card = exchanges.map((exchange) => exchange.querySelector(".card")).find(Boolean);
    if (!card) return;
    this.element.setAttribute("aria-live", "off");
    setTimeout(() => this.element.setAttribute("aria-live", "polite"), QUIET);
    const parts = [...card.querySelectorAll("h3, p, li")];
    this.alarm.textContent = parts.map((part) => part.textContent.trim()).join("\n");
  }

  // While the question that is open is out of sight, it stands above the box for the answer.
  remindOfQuestion() {
    this.sight.disconnect();
    const newest = [...this.element.querySelectorAll(".exchange")].at(-1);
    const question = [...(newest?.querySelectorAll(".message.question > p") ?? [])].at(-1);
    this.openQuestion.hidden = true;
    if (!question) return;
    const label = this.guide.state.sentence("to-answer");
    this.openQuestion.replaceChildren(Object.assign(document.createElement("strong"), { textContent: label }), ` ${question.textContent}`);
    this.sight.observe(question);
  }

  // Shows the whole reply, or its beginning where it is longer than the screen.
  bringIntoView(quick) {
    const newest = this.newest ?? [...this.element.querySelectorAll(".exchange")].at(-1);
    if (!newest) return;
    const card = newest.querySelector(".card"); // nothing else counts then
    const style = getComputedStyle(document.documentElement);
    const room = innerHeight - parseFloat(style.scrollPaddingTop) - parseFloat(style.scrollPaddingBottom);
    const isWhole = quick.getBoundingClientRect().bottom - newest.getBoundingClientRect().top < room;
    if (isWhole) quick.scrollIntoView({ block: "end" });
    else (card ?? newest).scrollIntoView({ block: "start" });
  }
}
