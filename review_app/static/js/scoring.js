// Answers by keyboard while scoring a case: 1 to 5 answer the present criterion, n and u are other keys
// for "not relevant" and "cannot be assessed"; j and k go on and back, m to what is missing, c is the
// comment, e the evidence, s kept sentences, r what to look for, ? shows the keys. Keys rest while one
// writes. Questions that depend on other answers come and go at once; what was written in them stays.
// Without scripts the page is a plain form, laid out anew by the server after each Save.
//
// form[data-sheet] holds every criterion in order, also those of sections not on the page:
// {key, code, section, answer, missing, when: [{subject, values}], off}; `off` is what the case settles.
"use strict";

(() => {
  const form = document.getElementById("scoring-form");
  if (!form) return;
  const lines = JSON.parse(form.dataset.sheet);
  for (const line of lines) line.part = document.getElementById(`criterion-${line.key}`);
  const criteria = () => lines.filter((line) => line.part && line.asked).map((line) => line.part);
  let present = null;

  const writing = (target) => target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  const radios = (part) => Array.from(part.querySelectorAll("input[type=radio][data-key]"));
  const chosenIn = (part) => radios(part).find((radio) => radio.checked)?.value ?? null;
  const answerOf = (line) => line.part ? chosenIn(line.part) : line.answer;
  const listed = (text) => (text ? text.split(" ") : []);

  function missing({ part, ...line }) {
    if (!part) return line.missing ? ["answer"] : [];
    const value = chosenIn(part);
    if (!value) return ["answer"];
    const owed = [];
    if (listed(part.dataset.commentOn).includes(value) && !part.querySelector("textarea").value.trim()) owed.push("comment");
    if (listed(part.dataset.evidenceOn).includes(value) && !part.querySelector("[data-pointed-to]")) owed.push("evidence");
    return owed;
  }

  function go(part) {
    if (!part) return;
    present = part;
    const chosen = radios(part).find((radio) => radio.checked) ?? radios(part)[0];
    (chosen ?? part).focus({ preventScroll: true });
    part.scrollIntoView({ block: "nearest" });
  }

  function answer(key) {
    const part = present ?? criteria()[0];
    const radio = part && radios(part).find((each) => each.dataset.key.split(" ").includes(key));
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

  // To the next criterion that lacks something: on this page, else in its own section.
  function nextMissing() {
    const left = lines.filter((line) => line.asked && missing(line).length);
    const from = lines.findIndex((line) => line.part && line.part === present);
    const next = left.find((line) => lines.indexOf(line) > from) ?? left[0];
    if (!next) return;
    if (next.part) go(next.part);
    else document.querySelector(`[data-section-item="${next.section}"] a`)?.click();
  }

  function writeComment() {
    const part = present ?? criteria()[0];
    const fold = part?.querySelector("details[data-comment]");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("textarea").focus();
  }

  function turnRubric() {
    const fold = (present ?? criteria()[0])?.querySelector("details[data-rubric]");
    if (fold) fold.open = !fold.open;
  }

  const evidence = () => {
    const part = present ?? criteria()[0];
    (part?.querySelector(".evidence-open select") ?? part?.querySelector("[data-evidence]"))?.[part.querySelector(".evidence-open") ? "focus" : "click"]();
  };

  const actions = {
    j: () => step(1), k: () => step(-1), m: nextMissing, c: writeComment, e: evidence, r: turnRubric,
    s: () => { writeComment(); (present ?? criteria()[0])?.querySelector("[data-snippets]")?.click(); },
    "?": () => document.getElementById("keys-dialog")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && present?.contains(event.target)) {
      event.preventDefault();
      return step(1);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.matches(".evidence-open input")) {
      event.preventDefault();
      return event.target.closest(".evidence").querySelector(".filters button[type=submit]").click();
    }
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
    if (event.target.closest("[data-next-missing]")) nextMissing();
    const all = event.target.closest("[data-all-rubrics]");
    if (!all) return;
    const open = all.getAttribute("aria-pressed") !== "true";
    all.setAttribute("aria-pressed", open);
    for (const fold of document.querySelectorAll("details[data-rubric]")) fold.open = open;
  });

  // Which questions are asked; a question that is not asked counts as not applicable for those after it.
  function follow() {
    const counted = {};
    let turned = false;
    for (const line of lines) {
      const before = line.asked;
      line.asked = !line.off && (line.when ?? []).every((clause) => clause.values.includes(counted[clause.subject]));
      counted[line.code] = line.asked ? answerOf(line) : "not-applicable";
      if (line.part) line.part.hidden = !line.asked;
      turned ||= before !== undefined && before !== line.asked;
    }
    if (turned) form.querySelector("[data-follow]").textContent = form.dataset.questionsChanged;
  }

  // What a chosen answer asks for appears at once; what was written stays, whether shown or not.
  function demand(line) {
    const { part } = line;
    const value = chosenIn(part);
    for (const need of part.querySelectorAll("[data-when]")) need.hidden = !value || !listed(need.dataset.when).includes(value);
    const owed = missing(line);
    if (value && owed.includes("comment")) part.querySelector("details[data-comment]").open = true;
    const still = part.querySelector("[data-still]");
    const names = owed.map((name) => form.dataset[`words${name[0].toUpperCase()}${name.slice(1)}`]);
    still.textContent = `${form.dataset.still} ${names.join(", ")}`;
    still.hidden = !value || !owed.length;
  }

  function write(place, text) {
    if (place && place.textContent !== String(text)) place.textContent = text;
  }

  function count() {
    const asked = lines.filter((line) => line.asked);
    const done = asked.filter(answerOf).length;
    for (const bar of document.querySelectorAll("[data-answered]")) {
      Object.assign(bar.querySelector("progress"), { max: asked.length || 1, value: done });
      const text = bar.querySelector("[data-answered-text]");
      write(text, text.dataset.answeredText.replace("{done}", done).replace("{total}", asked.length));
    }
    write(document.querySelector("[data-missing-count]"), asked.filter((line) => missing(line).length).length);
    for (const item of document.querySelectorAll("[data-section-item]")) {
      const number = item.dataset.sectionItem;
      const own = asked.filter((line) => String(line.section) === number);
      const left = own.filter((line) => missing(line).length).length;
      write(item.querySelector("[data-section-count]"), `${own.filter(answerOf).length}/${own.length}`);
      write(item.querySelector("[data-section-left]"), left);
      item.querySelector("[data-section-left]").hidden = !left;
      item.classList.toggle("is-full", !left);
      item.hidden = !own.length;
      const section = document.getElementById(`section-${number}`);
      if (section) section.hidden = !own.length;
    }
  }

  const refresh = () => { follow(); lines.filter((line) => line.part).forEach(demand); count(); };

  // The server's word: what it does not ask is not asked here either, and what another window saved
  // over is said at its criterion.
  function heed({ hidden, versions }) {
    if (hidden)
      for (const line of lines) {
        if (hidden.includes(line.key) && line.asked) line.off = true;
        else if (!hidden.includes(line.key) && line.off) line.off = false;
      }
    for (const [key, version] of Object.entries(versions ?? {})) {
      const part = document.getElementById(`criterion-${key}`);
      const mark = part?.querySelector("[data-save-mark]");
      if (!mark || part.dataset.saveState || version <= Number(part.querySelector("[data-autosave-version]").value)) continue;
      mark.textContent = form.dataset.changedElsewhere;
      mark.hidden = false;
    }
    refresh();
  }

  document.addEventListener("change", refresh);
  document.addEventListener("input", (event) => { if (event.target.matches("textarea")) refresh(); });
  document.addEventListener("autosave:saved", (event) => heed(event.detail));
  document.addEventListener("autosave:theirs", refresh);
  window.addEventListener("focus", async () => {
    const answer = await fetch(form.dataset.stateUrl, { headers: { Accept: "application/json" }, redirect: "manual", credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) heed(await answer.json());
  });
  document.addEventListener("htmx:after:swap", () => {
    document.querySelector(".evidence-open [autofocus]")?.focus();
    refresh();
  });
  refresh();
})();
