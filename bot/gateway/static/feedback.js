// “Was this helpful?”: one tap and no text. It stands in the log, which announces the thanks.
const send = (topic, helpful) => fetch("/api/feedback", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ topic, helpful }),
});

export const rate = async (button) => {
  const group = button.closest(".helpful");
  group.querySelectorAll("button").forEach((one) => { one.disabled = true; });
  const isKept = await send(group.dataset.topic, button.dataset.helpful === "true").then((reply) => reply.ok, () => false);
  const thanks = document.createElement("p");
  thanks.className = "helpful";
  thanks.textContent = isKept ? group.dataset.thanks : group.dataset.failed;
  thanks.tabIndex = -1; // whoever uses the keyboard stays where the buttons were
  group.replaceWith(thanks);
  thanks.focus({ preventScroll: true });
};
