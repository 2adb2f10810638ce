// The conversation: sends what is typed, shows what comes back.
import { codeLine } from "./code.js";
import { element } from "./element.js";
import { askIfHelpful } from "./feedback.js";

const log = document.querySelector("#conversation");
const form = document.querySelector("#ask");
const field = document.querySelector("#text");
const send = form.querySelector("button");
const waiting = document.querySelector("#waiting");
const quick = document.querySelector("#quick");
const getCode = document.querySelector("#get-code");

// Phone numbers become links, nothing else does.
const TELEPHONE = /\b(0\d{3} \d{3} \d{4}|999)\b/g;
const HELPLINES = /\b(0\d{3} \d{3} \d{4}|999|111|116 123|85258)\b/g;
const withTelephones = (parent, text, numbers = TELEPHONE) => {
  let end = 0;
  for (const found of text.matchAll(numbers)) {
    parent.append(text.slice(end, found.index));
    const link = element("a", "", found[0]);
    link.href = `${found[0].length === 5 ? "sms" : "tel"}:${found[0].replaceAll(" ", "")}`;
    parent.append(link);
    end = found.index + found[0].length;
  }
  parent.append(text.slice(end));
  return parent;
};

const back = document.querySelector("#back");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const goTo = (place, block) => {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
};

let cameFrom = log;
const showOnPage = (link) => {
  document.querySelectorAll(".highlight").forEach((old) => old.classList.remove("highlight"));
  const passage = document.querySelector(link.hash);
  passage.classList.add("highlight");
  passage.tabIndex = -1;
  cameFrom = link;
  back.hidden = false;
  goTo(passage, "center");
};
back.addEventListener("click", () => {
  back.hidden = true;
  goTo(cameFrom, "center");
});

// A line of the reply that is a passage of the page is a quotation, linked to its place there.
const quotation = (line, passage) => {
  const quote = element("blockquote", line.startsWith("• ") ? "bullet" : "");
  const link = element("a", "", passage.quote);
  link.href = `#${passage.id}`;
  link.title = "Show on the page";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    showOnPage(link);
  });
  quote.append(link);
  return quote;
};

// Danger: a care card, as in the NHS service manual. It is announced once, at once, by the alert beside
// the log, and so the log itself keeps silent about it.
const DANGER = ["urgent", "crisis", "pregnancy"];
const alarm = document.querySelector("#alarm");
const card = (message) => {
  const [heading, ...lines] = message.text.split("\n").filter((l) => l.trim());
  const article = element("article", `message bot card ${message.kind}`);
  const title = element("h3", "", "");
  title.append(element("span", "visually-hidden", "Immediate action required: "));
  article.append(withTelephones(title, heading, HELPLINES));
  const body = element("div", "card-body");
  for (const line of lines) {
    const isItem = line.startsWith("• ");
    if (isItem && body.lastElementChild?.tagName !== "UL") body.append(element("ul"));
    const parent = isItem ? body.lastElementChild : body;
    parent.append(withTelephones(element(isItem ? "li" : "p"), line.replace(/^• /, ""), HELPLINES));
  }
  article.append(body);
  log.setAttribute("aria-live", "off");
  log.append(article);
  setTimeout(() => log.setAttribute("aria-live", "polite"), 1000);
  alarm.textContent = message.text;
  return article;
};

const show = (who, message) => {
  if (who === "bot" && DANGER.includes(message.kind)) return card(message);
  const article = element("article", `message ${who} ${message.kind ?? ""}`.trim());
  article.append(element("p", "who", who === "bot" ? "Trial Guide" : "You"));
  const passages = new Map((message.passages ?? []).map((p) => [p.quote, p]));
  for (const line of message.text.split("\n").filter((l) => l.trim())) {
    const passage = passages.get(line.replace(/^• /, ""));
    const code = codeLine(line, message.code);
    if (passage) article.append(quotation(line, passage));
    else if (code) article.append(code);
    else article.append(withTelephones(element("p", /^From .* the page:$/.test(line) ? "from" : ""), line));
  }
  if (message.progress) {
    article.append(element("p", "progress", `${message.progress.done} of ${message.progress.of} points are done`));
  }
  if (message.page) {
    const link = element("a", "", "Open the result on a page of its own");
    link.href = message.page;
    link.target = "_blank";
    link.rel = "noopener";
    const line = element("p", "result-page");
    line.append(link);
    article.append(line);
  }
  if (message.kind === "answer" && message.topic) article.append(askIfHelpful(message.topic));
  log.append(article);
  return article;
};

const offer = (messages) => {
  const buttons = messages.flatMap((m) => m.buttons ?? []);
  const isDanger = messages.some((m) => DANGER.includes(m.kind)); // a card stands alone
  if (!buttons.length && !isDanger) return;
  quick.replaceChildren(...buttons.map(({ title, text }) => {
    const button = element("button", "", title);
    button.type = "button";
    button.dataset.text = text;
    return button;
  }));
};

const FAILED = { kind: "error", text: "I could not reach the assistant. Please try again, or call the information nurses free on " +
  `${document.querySelector(".help a[href^='tel:0']").textContent}. In an emergency call 999.` };

const ask = async (text) => {
  show("person", { text });
  alarm.textContent = "";
  waiting.hidden = false;
  send.disabled = true;
  let messages = [FAILED];
  try {
    const reply = await fetch("/api/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text }),
    });
    const body = await reply.json();
    messages = body.messages ?? [{ kind: "error", text: body.error.message }];
    if (!reply.ok) field.value = text; // nothing typed is lost
  } catch (error) {
    console.error(error.name);
    field.value = text;
  }
  waiting.hidden = true;
  send.disabled = false;
  const shown = messages.map((message) => show("bot", message));
  offer(messages);
  shown[0].scrollIntoView({ block: "nearest" });
};

const submit = () => {
  const text = field.value.trim();
  if (!text || send.disabled) return;
  field.value = "";
  ask(text);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
const askFor = (event) => {
  const text = event.target.dataset?.text;
  if (text && !send.disabled) ask(text);
};
quick.addEventListener("click", askFor);
getCode.addEventListener("click", askFor);

// The page of a result leads here to ask for a code.
if (location.hash === "#get-code") {
  history.replaceState(null, "", location.pathname);
  getCode.click();
}
