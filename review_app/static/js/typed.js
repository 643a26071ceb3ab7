// What is typed and not sent outlives a change of language, and is not left behind without a question.
// Between the two languages it lies in the state of this tab's present page, which the next page empties
// at once; never in the browser's storage. Pages work without it.
"use strict";

(() => {
  const TEXTS = "textarea, input[type=text], input:not([type])";
  const KEPT = `${TEXTS}, select, input[type=radio], input[type=checkbox], input[type=number], input[type=date], input[type=time], input[type=datetime-local], input[type=email], input[type=url]`;
  const isSentForm = (form) => form.method === "post" && !form.matches("[data-language-switch]");

  function isChanged(control) {
    if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.tagName === "SELECT") return Array.from(control.options).some((option) => option.selected !== option.defaultSelected);
    return control.value !== control.defaultValue;
  }

  const valueOf = (control) => {
    if (control.type === "radio" || control.type === "checkbox") return control.checked;
    if (control.tagName === "SELECT") return Array.from(control.selectedOptions, (option) => option.value);
    return control.value;
  };

  // Every control under a name that it has again when the same page is shown in the other language.
  // What a script works out it works out anew, and a secret goes nowhere.
  function* controls() {
    const seen = new Map();
    const nth = (name) => { seen.set(name, (seen.get(name) ?? -1) + 1); return `${name} ${seen.get(name)}`; };
    for (const form of document.forms) {
      if (!isSentForm(form)) continue;
      const place = nth(new URL(form.getAttribute("action") || location.pathname, location.href).pathname);
      for (const control of form.elements)
        if (control.name && control.matches(KEPT) && !control.readOnly && !control.matches(".secret")) yield [nth(`${place} ${control.name}`), control];
    }
  }

  // A page that answers a sent form holds what was sent as if it had always stood there.
  function typed() {
    const isAnswer = document.querySelector("[data-language-switch][data-is-answer]") !== null;
    const found = Array.from(controls()).filter(([, control]) => isAnswer || isChanged(control));
    return Object.fromEntries(found.map(([name, control]) => [name, valueOf(control)]));
  }

  function put(control, value) {
    if (JSON.stringify(valueOf(control)) === JSON.stringify(value) || (control.type === "radio" && !value)) return;
    if (control.type === "radio" || control.type === "checkbox") control.checked = value;
    else if (control.tagName === "SELECT") for (const option of control.options) option.selected = value.includes(option.value);
    else control.value = value;
    for (let fold = control.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
  }

  document.addEventListener("DOMContentLoaded", () => {
    const kept = history.state?.typed;
    if (!kept) return;
    history.replaceState(null, "");
    for (const [name, control] of controls()) if (name in kept) put(control, kept[name]);
  });

  let isLeaving = false;

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-language-switch]")) return;
    const kept = typed();
    if (!Object.keys(kept).length) return;
    event.preventDefault();
    try {
      await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", credentials: "same-origin" });
    } catch { return; } // no network: nothing is changed
    isLeaving = true;
    document.dispatchEvent(new Event("typed:kept"));
    history.replaceState({ typed: kept }, "", form.elements.next.value + location.hash);
    location.reload();
  });

  // Text that is saved while it is written is looked after by autosave.js.
  const isUnsent = ([, control]) => control.matches(TEXTS) && isChanged(control) && control.value.trim()
    && !control.form.dataset.sent && !control.closest("[data-autosave-url], dialog");

  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && Array.from(controls()).some(isUnsent)) event.preventDefault();
  });
})();
