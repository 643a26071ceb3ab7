// A contributor's secret: made here, kept here, and only its fingerprint is sent. The page works by
// hand without this. The fingerprint is worked out exactly as verify_draw.commitment does it.
"use strict";

(() => {
  const place = document.querySelector("[data-contribution]");
  if (!place || !window.crypto?.subtle) return; // over plain http there is none: by hand then
  const { draw, name, bound, state } = place.dataset;
  const drawer = `draw-secret:${draw}:${name}`;

  const kept = () => {
    try {
      return localStorage.getItem(drawer) ?? "";
    } catch {
      return ""; // this browser keeps nothing; the text file does
    }
  };
  const keep = (secret) => {
    try {
      if (secret) localStorage.setItem(drawer, secret);
      else localStorage.removeItem(drawer);
    } catch {
      // as above
    }
  };
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const fingerprint = async (secret) => {
    const text = `audit-draw/1 contribution\n${name}\n${secret}\n`;
    return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
  };

  const save = (button, secret) => {
    const text = `${button.dataset.head}\n\n${secret}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = button.dataset.save;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  const show = (part, secret) => {
    part.hidden = false;
    for (const field of part.querySelectorAll("[data-secret]")) field.value = secret;
    for (const button of part.querySelectorAll("[data-save]")) button.onclick = () => save(button, secret);
  };

  const offer = async (form) => {
    const secret = hex(crypto.getRandomValues(new Uint8Array(32)));
    form.querySelector("[data-fingerprint]").value = await fingerprint(secret);
    show(form.closest("[data-with-script]"), secret);
    form.addEventListener("submit", () => keep(secret));
    for (const details of place.querySelectorAll("[data-by-hand]"))
      details.open = details.querySelector(".form-error") !== null;
  };

  const begin = async () => {
    if (state === "done") keep("");
    const form = place.querySelector("form[data-give]");
    if (form) await offer(form);
    if (state !== "kept") return;
    const mine = kept();
    const isIt = mine !== "" && (await fingerprint(mine)) === bound;
    const shown = place.querySelector("[data-with-script]:not(:has([data-give]))");
    if (shown && isIt) show(shown, mine);
    const elsewhere = place.querySelector("[data-elsewhere]");
    if (elsewhere) elsewhere.hidden = isIt;
    const field = place.querySelector("input[name=secret]");
    if (field && isIt && !field.value) field.value = mine;
  };

  begin();
})();
