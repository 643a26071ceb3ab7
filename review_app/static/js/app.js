// What every page needs: focus on what went wrong, a question before a consequence, menus that close,
// filters that act at once, and htmx told who is asking. Pages work without it.
"use strict";

(() => {
  const dialog = (id) => document.getElementById(id);

  // Focus goes to the summary of errors, so that it is read first.
  dialog("error-summary")?.focus();

  // Where a menu or its tabs are wider than the window, the page one is on stands in sight.
  for (const current of document.querySelectorAll(".mainnav [aria-current], .tabs [aria-current]"))
    current.scrollIntoView({ block: "nearest", inline: "center" });

  // A link in the summary leads to the field itself, also when its label is far away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  // <button data-confirm="what will happen"> asks first; the dialog answers for the browser's own.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-confirm]");
    const box = dialog("confirm-dialog");
    if (!button || !box || button.dataset.confirmed) return;
    event.preventDefault();
    box.querySelector("[data-text]").textContent = button.dataset.confirm;
    box.onclose = () => {
      if (box.returnValue === "yes") {
        button.dataset.confirmed = "yes";
        button.form.requestSubmit(button);
        delete button.dataset.confirmed;
      } else {
        button.focus();
      }
    };
    box.returnValue = "";
    box.showModal();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("dialog [data-answer]");
    if (button) button.closest("dialog").close(button.dataset.answer);
  });

  // An open menu closes on Escape and on a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A filter acts when it is chosen; the button stays for words and for those without scripts.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("form.filters select, form.filters input[type=date]") && field.form.method === "get") field.form.requestSubmit();
  });

  // The same form is not sent twice by an impatient click.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // htmx sends the token of the page with what it posts.
  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail?.ctx?.request;
    const token = document.querySelector("input[name=csrf_token]")?.value;
    if (request && token) request.headers["X-CSRFToken"] = token;
  });
})();
