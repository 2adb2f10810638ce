// Printing by a button: the page says in words how to do it where scripts do not run.
const button = document.querySelector("#print");
button.hidden = false;
button.addEventListener("click", () => window.print());
