// Saves what is written while it is written. The server is the store of record; until it has answered,
// the text stays in this page's memory (never in the browser's storage) and is sent again and again.
//
// Markup: <form data-autosave data-autosave-url="..."> or, inside it, a part of its own with
// data-autosave-url. Each such unit is posted whole: every named control in it, under its
// data-autosave-name or its name, with `changed` (what changed), an idempotency key and, where the
// unit holds an input data-autosave-version, the version it was read at.
// Answers: 200 {"saved_at": "14.32", "version": 4}; 409 {"facts": {"theirs": "...", "value": "...", "version": 5}};
// 401 or a redirect: signed out; 400: the token is old, a new one is fetched; 404, 422: refused.
// What lies in a part marked data-autosave-skip is left alone. A unit may hold an empty data-save-mark:
// it says there, and in the unit's data-save-state, that this very part is not saved yet.
"use strict";

(() => {
  const words = document.getElementById("words")?.dataset ?? {};
  const TYPING_PAUSE_MS = 800;
  const LONGEST_PAUSE_MS = 30000;
  const units = new Map();
  let pause = 1000;

  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const elementOf = (control) => control.closest("[data-autosave-url]");
  const formOf = (element) => element.closest("form[data-autosave]") ?? element;
  const versionOf = (element) => element.querySelector("[data-autosave-version]");

  function show(element, state, text) {
    const form = formOf(element);
    for (const place of document.querySelectorAll("[data-autosave-status]")) {
      if (place.dataset.autosaveStatus && place.dataset.autosaveStatus !== form.id) continue;
      place.dataset.state = state;
      if (place.textContent !== text) place.textContent = text;
    }
  }

  function mark(element, text) {
    const place = element.querySelector("[data-save-mark]");
    if (text) element.dataset.saveState = "unsaved";
    else delete element.dataset.saveState;
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
  }

  function pending(element, state) {
    show(element, state, words.unsaved);
    mark(element, words.unsaved);
  }

  function fill(element, data) {
    for (const control of element.querySelectorAll("input, select, textarea")) {
      if (!control.name || control.disabled || elementOf(control) !== element) continue;
      if (control.closest("[data-autosave-skip]")) continue;
      if ((control.type === "radio" || control.type === "checkbox") && !control.checked) continue;
      if (control.name !== "csrf_token") data.append(control.dataset.autosaveName ?? control.name, control.value);
    }
  }

  function touch(control, wait) {
    const element = elementOf(control);
    if (!element || !control.name || control.closest("[data-autosave-skip]")) return;
    const unit = units.get(element) ?? {};
    unit.key = newKey();
    unit.changed = control;
    unit.dirty = true;
    unit.held = false;
    units.set(element, unit);
    clearTimeout(unit.timer);
    unit.timer = setTimeout(() => send(element), wait);
    unit.slow ??= setTimeout(() => unit.dirty && pending(element, "unsaved"), 2000);
  }

  // One request at a time for each unit; what changes meanwhile goes with the next.
  function send(element) {
    const unit = units.get(element);
    if (unit?.dirty && !unit.running && !unit.disputed && !unit.held)
      unit.running = post(element, unit).finally(() => { unit.running = null; settle(element, unit); });
    return unit?.running;
  }

  async function post(element, unit) {
    const key = unit.key;
    const data = new FormData();
    fill(element, data);
    data.set("changed", unit.changed.dataset.autosaveName ?? unit.changed.name);
    let answer = null;
    try {
      answer = await fetch(element.dataset.autosaveUrl, {
        method: "POST", body: data, redirect: "manual", credentials: "same-origin",
        headers: {
          Accept: "application/json", "X-Requested-With": "fetch", "X-Idempotency-Key": key,
          "X-CSRFToken": document.querySelector("input[name=csrf_token]")?.value ?? "",
        },
      });
    } catch { /* no network: tried again below */ }
    unit.answer = answer;
    unit.body = await answer?.json().catch(() => ({})) ?? {};
    unit.sent = key;
  }

  function settle(element, unit) {
    const { answer, body } = unit;
    const final = [404, 409, 413, 422].includes(answer?.status) || body.code === "not-permitted";
    if (answer?.ok) saved(element, unit, unit.sent, body);
    else if (answer?.status === 409 && body.facts?.version !== undefined) conflict(element, unit, body.facts);
    else if (final) refused(element, unit, body);
    else retry(element, unit, answer);
  }

  function saved(element, unit, key, body) {
    pause = 1000;
    document.getElementById("signed-out")?.remove();
    const version = versionOf(element);
    if (version && body.version !== undefined) version.value = body.version;
    clearTimeout(unit.slow);
    unit.slow = undefined;
    if (unit.key !== key) return send(element);
    unit.dirty = false;
    mark(element, "");
    if (!waiting()) show(element, "saved", words.saved.replace("{time}", body.saved_at ?? clock()));
    element.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: body }));
  }

  function refused(element, unit, body) {
    clearTimeout(unit.slow);
    unit.slow = undefined;
    const why = body.facts?.reason === "personal-number" ? words.personal : words.refused;
    show(element, "lost", why);
    mark(element, why);
  }

  // Somebody else, or another tab, saved first: both texts and answers are shown and the person chooses.
  const conflicts = [];
  let typedAt = 0;

  function conflict(element, unit, facts) {
    pending(element, "unsaved");
    unit.disputed = true;
    conflicts.push([element, unit, facts]);
    settleConflicts();
  }

  const choiceIn = (element, value) => Array.from(element.querySelectorAll("input[type=radio]")).find((radio) => radio.value === value);
  const nameOf = (radio) => radio?.labels[0]?.lastChild.textContent.trim() ?? "";
  const chosenIn = (element) => element.querySelector("input[type=radio]:checked");

  function settleConflicts() {
    const box = document.getElementById("conflict-dialog");
    if (!box || box.open || !conflicts.length) return;
    if (Date.now() - typedAt < 1000) { // not into the middle of a word
      setTimeout(settleConflicts, 300);
      return;
    }
    const [element, unit, facts] = conflicts.shift();
    const mine = Array.from(element.querySelectorAll("textarea"), (area) => area.value).join("\n").trim();
    box.querySelector("[data-mine]").textContent = facts.mine ?? mine;
    box.querySelector("[data-theirs]").textContent = facts.theirs ?? "";
    box.querySelector("[data-mine-answer]").textContent = nameOf(chosenIn(element));
    box.querySelector("[data-theirs-answer]").textContent = nameOf(choiceIn(element, facts.value));
    box.onclose = () => {
      unit.disputed = false;
      if (box.returnValue === "theirs") takeTheirs(element, unit, facts);
      else writeOver(element, unit, facts, box.returnValue === "mine");
      settleConflicts();
    };
    box.returnValue = "";
    box.showModal();
  }

  function writeOver(element, unit, facts, atOnce) {
    const version = versionOf(element);
    if (version) version.value = facts.version;
    unit.key = newKey();
    unit.held = !atOnce; // to be edited: sent with the next change, or with the form
    if (atOnce) return send(element);
    element.querySelector("textarea")?.focus();
  }

  // Only this part takes what stands; what is written elsewhere on the page stays.
  function takeTheirs(element, unit, facts) {
    const areas = element.querySelectorAll("textarea");
    unit.dirty = false;
    if (areas.length !== 1) return location.reload();
    areas[0].value = facts.theirs ?? "";
    const own = chosenIn(element);
    if (own) own.checked = false;
    const theirs = choiceIn(element, facts.value);
    if (theirs) theirs.checked = true;
    versionOf(element).value = facts.version;
    mark(element, "");
    if (!waiting()) show(element, "", "");
    element.dispatchEvent(new CustomEvent("autosave:theirs", { bubbles: true }));
  }

  function retry(element, unit, answer) {
    const signedOut = answer && (answer.type === "opaqueredirect" || [400, 401].includes(answer.status));
    pending(element, signedOut ? "lost" : "unsaved");
    if (signedOut) offerSignIn();
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    unit.timer = setTimeout(async () => {
      if (signedOut) await renewToken();
      send(element);
    }, pause);
  }

  function offerSignIn() {
    if (document.getElementById("signed-out")) return;
    const bar = document.createElement("div");
    bar.id = "signed-out";
    bar.className = "lost";
    bar.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = words.lost;
    const link = document.createElement("a");
    Object.assign(link, { href: words.signInUrl, target: "_blank", rel: "noopener", textContent: words.signIn });
    link.className = "button button-primary";
    bar.append(text, link);
    document.body.prepend(bar);
  }

  // After signing in elsewhere the old token is void; all forms of the page get a new one.
  async function renewToken() {
    try {
      const answer = await fetch(words.tokenUrl, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return;
      const { token } = await answer.json();
      if (token) for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
    } catch { /* tried again with the next pause */ }
  }

  const waiting = () => Array.from(units.values()).some((unit) => unit.dirty);
  const clock = () => new Date().toTimeString().slice(0, 5).replace(":", document.documentElement.lang === "da" ? "." : ":");

  async function flush(all = false) {
    for (const [element, unit] of units) {
      clearTimeout(unit.timer);
      await unit.running;
      if (all) unit.held = false;
      if (unit.dirty) await send(element);
    }
    return !waiting();
  }

  // What could not be saved keeps the form here: the person is led to it.
  function showUnsaved(form) {
    for (const [element, unit] of units)
      if (unit.dirty && form.contains(element)) {
        unit.changed.scrollIntoView({ block: "center" });
        return unit.changed.focus({ preventScroll: true });
      }
  }

  document.addEventListener("input", () => { typedAt = Date.now(); });
  document.addEventListener("input", (event) => touch(event.target, TYPING_PAUSE_MS));
  document.addEventListener("change", (event) => touch(event.target, 0));

  // Signing in again in another tab, or the network coming back, is noticed on return.
  for (const [target, name] of [[window, "focus"], [window, "online"]])
    target.addEventListener(name, async () => {
      if (!waiting()) return;
      if (document.getElementById("signed-out")) await renewToken();
      pause = 1000;
      flush();
    });

  // A form that acts on what was saved waits until it is.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const submitter = event.submitter;
    if (form.matches("[data-after-save]") && waiting()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await flush(true)) form.requestSubmit(submitter);
      else showUnsaved(form);
    } else if (form.matches("form[data-autosave]")) {
      for (const [element, unit] of units) if (form.contains(element)) unit.dirty = false;
    }
  }, true);

  // The page is shown in the other language with all that is typed, and saves it from there.
  document.addEventListener("typed:kept", () => {
    for (const unit of units.values()) {
      for (const timer of [unit.timer, unit.slow]) clearTimeout(timer);
      unit.dirty = false;
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (waiting()) event.preventDefault();
  });
})();
