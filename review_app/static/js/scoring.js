// Answers by keyboard while scoring a case: 1 to 5 answer the present criterion, n and u are other keys
// for "not relevant" and "cannot be assessed"; j and k go on and back, c is the comment, e the evidence,
// ? shows the keys. Keys rest while one writes. Without scripts the page is a plain form.
"use strict";

(() => {
  const criteria = () => Array.from(document.querySelectorAll("[data-criterion]")).filter((part) => !part.hidden);
  if (!criteria().length) return;
  let present = null;

  const writing = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  const radios = (part) => Array.from(part.querySelectorAll("input[type=radio][data-key]"));

  function go(part) {
    if (!part) return;
    present = part;
    const chosen = radios(part).find((radio) => radio.checked) ?? radios(part)[0];
    (chosen ?? part).focus({ preventScroll: true });
    part.scrollIntoView({ block: "nearest" });
  }

  function answer(key) {
    const part = present ?? criteria()[0];
    const radio = radios(part).find((each) => each.dataset.key.split(" ").includes(key));
    if (!radio || radio.disabled) return;
    if (!radio.checked) radio.click();
    radio.focus({ preventScroll: true });
    present = part;
  }

  function step(by) {
    const all = criteria();
    const at = all.indexOf(present);
    go(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))]);
  }

  function open(kind) {
    const part = present ?? criteria()[0];
    const fold = part.querySelector(`[data-${kind}]`);
    if (!fold) return;
    if (fold.matches("details")) fold.open = true;
    fold.querySelector("textarea, select, input")?.focus();
  }

  const actions = {
    j: () => step(1), k: () => step(-1), c: () => open("comment"), e: () => open("evidence"),
    "?": () => document.getElementById("keys-dialog")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && writing(event.target) && present) return go(present);
    if (writing(event.target)) return;
    if (/^[1-5nu]$/.test(event.key)) answer(event.key);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    present = event.target.closest("[data-criterion]") ?? present;
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-show-keys]")) actions["?"]();
    if (event.target.closest("[data-next-unanswered]")) {
      const from = criteria().indexOf(present);
      const left = (part) => !radios(part).some((radio) => radio.checked);
      const next = criteria().find((part, index) => index > from && left(part)) ?? criteria().find(left);
      if (next) { event.preventDefault(); go(next); }
    }
  });

  // What a chosen answer asks for appears at once; what was written stays, whether shown or not.
  function follow(part) {
    const chosen = radios(part).find((radio) => radio.checked);
    for (const need of part.querySelectorAll("[data-when]"))
      need.hidden = !(chosen && need.dataset.when.split(" ").includes(chosen.value));
    const fold = part.querySelector("details[data-comment]");
    if (fold && chosen?.dataset.asks === "comment") fold.open = true;
  }

  function count() {
    const all = criteria();
    const done = all.filter((part) => radios(part).some((radio) => radio.checked)).length;
    for (const bar of document.querySelectorAll("[data-answered]")) {
      const sum = done + Number(bar.dataset.elsewhere);
      bar.querySelector("progress").value = sum;
      const text = bar.querySelector("[data-answered-text]");
      text.textContent = text.dataset.answeredText.replace("{done}", sum);
    }
    for (const place of document.querySelectorAll("[data-section-count]")) {
      const parts = all.filter((part) => part.dataset.section === place.dataset.sectionCount);
      if (!parts.length) continue; // another page's section
      const ready = parts.filter((part) => radios(part).some((radio) => radio.checked)).length;
      place.textContent = `${ready}/${parts.length}`;
      place.closest("li")?.classList.toggle("is-full", ready === parts.length);
    }
  }

  // A criterion that depends on another appears and goes with that answer.
  function conditions() {
    for (const part of document.querySelectorAll("[data-depends-on]")) {
      const chosen = document.querySelector(`[data-criterion="${part.dataset.dependsOn}"] input[type=radio][data-key]:checked`);
      part.hidden = !chosen || !part.dataset.dependsAnswers.split(" ").includes(chosen.value);
    }
  }

  const refresh = () => { conditions(); criteria().forEach(follow); count(); };
  document.addEventListener("change", refresh);
  refresh();
})();
