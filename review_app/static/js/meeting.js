// The screen of a meeting: what moves is fetched again and again, time runs, and whoever takes the
// minutes is known to be there. Without it the page is read and reloaded by hand.
//
// Markup: <div data-live-url data-live-mark [data-stay-url]> holds what moves; [data-said] in it is
// said to screen readers in [data-live-said] when it changes; [data-timer] lets an item's time run.
"use strict";

(() => {
  const EVERY_MS = 4000;
  const STAY_MS = 30000;
  const place = document.querySelector("[data-live-url]");
  if (!place) return;
  const said = document.querySelector("[data-live-said]");
  let mark = `"${place.dataset.liveMark}"`;

  async function look() {
    try {
      const answer = await fetch(place.dataset.liveUrl, {
        headers: { "If-None-Match": mark }, credentials: "same-origin", redirect: "manual", cache: "no-store",
      });
      if (answer.status === 200) show(await answer.text(), answer.headers.get("ETag"));
    } catch { /* no network: the next time */ }
  }

  // Focus stays where it was: on the same link or button, if it is still there.
  function show(html, etag) {
    const held = place.contains(document.activeElement) ? nameOf(document.activeElement) : "";
    place.innerHTML = html;
    mark = etag ?? mark;
    if (held) Array.from(place.querySelectorAll("a, button")).find((each) => nameOf(each) === held)?.focus();
    const now = place.querySelector("[data-said]")?.dataset.said ?? "";
    if (said && now && said.textContent !== now) said.textContent = now;
    tick();
  }

  const nameOf = (element) => `${element.href ?? element.form?.action} ${element.textContent.trim()}`;

  function tick() {
    for (const timer of document.querySelectorAll("[data-timer]")) {
      timer.dataset.from ??= String(performance.now() - Number(timer.dataset.gone) * 60000);
      const gone = (performance.now() - Number(timer.dataset.from)) / 1000;
      const left = Number(timer.dataset.planned) * 60 - gone;
      const words = left < 0 ? timer.dataset.overWords : timer.dataset.leftWords;
      timer.textContent = words.replace("{time}", clock(Math.abs(left)));
      timer.classList.toggle("is-over", left < 0);
    }
  }

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  function stay() {
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    fetch(place.dataset.stayUrl, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
    }).catch(() => {});
  }

  setInterval(() => { if (!document.hidden) look(); }, EVERY_MS);
  setInterval(tick, 1000);
  if (place.dataset.stayUrl) setInterval(stay, STAY_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  tick();
})();
