// The code for the nurse line: large, in its two groups, easy to copy.
import { element } from "./element.js";

const copying = (code) => {
  const button = element("button", "copy", "Copy the code");
  button.type = "button";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code);
    button.textContent = "Copied";
  });
  return button;
};

// The line of the message that gives the code, or null where another line is meant.
export const codeLine = (line, code) => {
  if (!code || !line.endsWith(code)) return null;
  const paragraph = element("p", "code", line.slice(0, -code.length));
  paragraph.append(element("strong", "", code));
  if (navigator.clipboard) paragraph.append(copying(code)); // browsers have it over HTTPS alone
  return paragraph;
};
