// “Was this helpful?”: one tap and no text. It stands in the log, which announces the thanks.
import { element } from "./element.js";

const send = (topic, helpful) => fetch("/api/feedback", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ topic, helpful }),
});

const button = (text, choose) => {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", choose);
  return made;
};

export const askIfHelpful = (topic) => {
  const group = element("div", "helpful");
  const question = element("span", "", "Was this helpful?");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", question.textContent);
  const rate = (helpful) => async () => {
    group.querySelectorAll("button").forEach((one) => { one.disabled = true; });
    const sent = await send(topic, helpful).then((reply) => reply.ok, () => false);
    const thanks = element("p", "helpful", sent ? "Thank you." : "Thank you. It could not be saved.");
    thanks.tabIndex = -1; // whoever uses the keyboard stays where the buttons were
    group.replaceWith(thanks);
    thanks.focus({ preventScroll: true });
  };
  group.append(question, button("Helpful", rate(true)), button("Not helpful", rate(false)));
  return group;
};
