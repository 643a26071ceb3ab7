// Kept sentences: put into the comment at the caret, by a click or by their number; a comment can be kept
// as one. They are fetched when they are first asked for.
"use strict";

(() => {
  const box = document.getElementById("snippets-dialog");
  if (!box) return;
  const list = box.querySelector("[data-list]");
  const said = box.querySelector("[data-said]");
  const words = document.getElementById("words").dataset;
  let area = null;

  for (const button of document.querySelectorAll("[data-snippets]")) button.hidden = false;

  async function load() {
    const answer = await fetch(box.dataset.url, { headers: { "X-Requested-With": "fetch" }, redirect: "manual", credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) list.innerHTML = await answer.text();
    else said.textContent = words.refused;
  }

  // Sentences meant for this criterion come first, those for others are left out.
  function arrange(code) {
    const all = Array.from(list.querySelectorAll("li"));
    for (const item of all) item.hidden = Boolean(item.dataset.for) && item.dataset.for !== code;
    for (const item of all.filter((each) => each.dataset.for === code).reverse()) item.parentElement.prepend(item);
  }

  async function open(part) {
    area = part.querySelector("textarea");
    said.textContent = "";
    if (!list.firstElementChild) await load();
    arrange(part.dataset.code);
    if (!box.open) box.showModal();
    list.querySelector("li:not([hidden]) button")?.focus();
  }

  function insert(text) {
    box.close();
    area.closest("details").open = true;
    area.focus();
    const before = area.value.slice(0, area.selectionStart);
    area.setRangeText(before && !/\s$/.test(before) ? ` ${text}` : text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function keep() {
    const text = area.value.trim();
    if (!text) { said.textContent = box.dataset.nothing; return; }
    const data = new FormData();
    data.set("text", text);
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    const headers = { Accept: "application/json", "X-Requested-With": "fetch", "X-CSRFToken": token };
    const answer = await fetch(box.dataset.url, { method: "POST", body: data, headers, redirect: "manual", credentials: "same-origin" }).catch(() => null);
    const body = await answer?.json().catch(() => ({})) ?? {};
    said.textContent = answer?.ok ? box.dataset.kept : body.facts?.reason === "personal-number" ? words.personal : words.refused;
    if (answer?.ok) { await load(); arrange(area.closest("[data-criterion]").dataset.code); }
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-snippets]");
    if (opener) open(opener.closest("[data-criterion]"));
    const chosen = event.target.closest("[data-snippet]");
    if (chosen) insert(chosen.textContent);
    if (event.target.closest("[data-keep]")) keep();
  });
  box.addEventListener("keydown", (event) => {
    if (!/^[1-9]$/.test(event.key)) return;
    const chosen = list.querySelectorAll("li:not([hidden]) [data-snippet]")[Number(event.key) - 1];
    if (chosen) { event.preventDefault(); event.stopPropagation(); insert(chosen.textContent); }
  });
})();
