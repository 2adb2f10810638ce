// A button on somebody else's page that opens Trial Guide in a frame. Reads nothing of the page, leaves it as it is.
(() => {
  const script = document.currentScript;
  if (!script) return; // a module does not know where it came from
  const guide = {{ guide | tojson }};
  const { origin } = new URL(script.src);
  const { position, title, colour } = script.dataset;
  const NAME = "trial-guide";
  const MILLISECONDS_TO_ANSWER = 8000;
  const filling = matchMedia("(max-width: 40rem), (max-height: 30rem)"); // as in embed.css

  // Neither markup nor styles are ever parsed, so that the page's own policy may forbid both.
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const button = (name, text) => element("button", { type: "button", class: name }, text);
  const call = (number) => element("a", { href: `tel:${number.replaceAll(" ", "")}` }, number);
  const emergency = () => element("p", {}, element("strong", {}, "In an emergency call ", call("999"), "."));

  const launcher = button("launcher", title?.trim() || "Ask about this trial");
  const close = button("close", "Close");
  const again = button("again", "Try again");
  const words = element("div", { role: "status" });
  const panel = element(
    "dialog",
    { "aria-labelledby": "title" },
    element(
      "header",
      {},
      element("a", { href: `${origin}/`, target: "_blank", rel: "noopener noreferrer" }, "Open in its own window"),
      close,
      // The focus starts here: a dialog is read out from its title on, and the chat comes next.
      element("h2", { id: "title", tabindex: "-1", autofocus: "" }, guide.title),
    ),
    element("div", { class: "notice" }, words, again),
  );
  const side = position === "left" ? "left" : "right";
  const widget = element("section", { class: side, "aria-label": "Trial Guide" }, launcher, panel);
  const host = element(NAME);

  let frame;
  let timer;

  const become = (state) => {
    panel.className = state;
    clearTimeout(timer);
  };
  const fail = () => {
    become("silent");
    words.replaceChildren(
      element("p", {}, "The chat does not answer just now."),
      element("p", {}, "You can call the information nurses, free, on ", call(guide.nurseLine), " (not for emergencies)."),
      emergency(),
    );
  };
  const load = () => {
    become("opening");
    words.replaceChildren(element("p", {}, "Opening the chat …"), emergency());
    timer = setTimeout(fail, MILLISECONDS_TO_ANSWER);
    frame?.remove(); // a new one leaves no trace in the page's history
    // Not sandboxed: that would break the links to telephone numbers. What isolates it is that it is another site.
    frame = element("iframe", {
      src: `${origin}/embed`,
      title: `Trial Guide: ${guide.title}`,
      allow: "clipboard-write",
      referrerpolicy: "no-referrer",
    });
    panel.append(frame);
  };

  const show = () => (filling.matches ? panel.showModal() : panel.show());
  const open = () => {
    show();
    if (!frame) load();
    launcher.setAttribute("aria-expanded", "true");
  };
  const toggle = () => (panel.open ? panel.close() : open());

  launcher.setAttribute("aria-haspopup", "dialog");
  launcher.setAttribute("aria-expanded", "false");
  launcher.addEventListener("click", toggle);
  close.addEventListener("click", toggle);
  again.addEventListener("click", () => {
    load();
    panel.querySelector("h2").focus(); // the button is gone
  });
  panel.addEventListener("close", () => {
    if (panel.open) return; // it only went from one way of being open to the other
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
  });
  widget.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    event.preventDefault();
    event.stopPropagation(); // it was not meant for the page
    panel.close();
  });
  filling.addEventListener("change", () => {
    if (!panel.open) return;
    const focused = host.shadowRoot.activeElement;
    panel.close();
    show();
    focused?.focus();
  });
  addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data?.trialGuide === "ready") become("ready");
    if (event.data?.trialGuide === "close" && panel.open) panel.close();
  });

  // The site's colour, and black or white on it: the better of the two is at least 4.5 to 1 on any colour.
  const paint = () => {
    if (!colour || !CSS.supports("color", colour)) return;
    launcher.style.color = `color-mix(in srgb, ${colour}, ${colour})`; // every notation in one
    const [red, green, blue, alpha = 1] = getComputedStyle(launcher).color.match(/[\d.e-]+/g)?.map(Number) ?? [];
    launcher.style.removeProperty("color");
    if (blue === undefined || alpha < 1) return;
    const [r, g, b] = [red, green, blue]
      .map((part) => Math.min(Math.max(part, 0), 1))
      .map((part) => (part > 0.04045 ? ((part + 0.055) / 1.055) ** 2.4 : part / 12.92));
    const isLight = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
    launcher.style.setProperty("--accent", `rgb(${[red, green, blue].map((part) => part * 255).join(" ")})`);
    launcher.style.setProperty("--on-accent", isLight ? "#000" : "#fff");
  };

  const start = () => {
    if (document.querySelector(NAME)) return; // a second tag
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(guide.styles);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(widget);
    document.body.append(host);
    paint();
  };
  // At the end of the page, and so last in the order of Tab.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
