// Editing checklists: steps and drops keep the place one is at, conditions show what they ask for, and
// a version is tried out without a new page. Everything works without it, by buttons that send forms.
"use strict";

(() => {
  // <form data-swap="id">: what the form answers takes the place of the element, and focus stays.
  async function swap(form, submitter) {
    const data = new FormData(form, submitter);
    const isGet = form.method === "get";
    const url = isGet ? `${form.getAttribute("action")}?${new URLSearchParams(data)}` : form.action;
    const focused = document.activeElement?.id;
    const answer = await fetch(url, isGet ? {} : { method: "POST", body: data }).catch(() => null);
    if (!answer?.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(form.dataset.swap);
    if (!fresh) return location.reload();
    // A region that speaks must be there before its words come.
    const said = fresh.querySelector("[role=status]");
    const words = said?.textContent;
    if (said) said.textContent = "";
    document.getElementById(form.dataset.swap).replaceWith(document.adoptNode(fresh));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    document.activeElement?.scrollIntoView({ block: "nearest" });
    if (said) setTimeout(() => { said.textContent = words; }, 100);
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-swap]")) return;
    event.preventDefault();
    swap(event.target, event.submitter);
  }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("form[data-swap-on=change]")) swap(form);
  });

  // Dragging: the item goes where the mouse lets it go, and the whole order is sent.
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-key][draggable]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    dragged.classList.add("is-dragged");
  });
  document.addEventListener("dragover", (event) => {
    const list = dragged && event.target.closest?.("[data-section]")?.querySelector("[data-list]");
    if (!list) return;
    event.preventDefault();
    const over = event.target.closest("[data-key]");
    if (!over) list.append(dragged);
    else if (over !== dragged) {
      const box = over.getBoundingClientRect();
      over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    }
  });
  document.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const form = dragged.closest("form");
    const sections = [...form.querySelectorAll("[data-section]")].map((section) => {
      const keys = Array.from(section.querySelectorAll("[data-key]"), (item) => item.dataset.key);
      return `${section.dataset.section}:${keys.join(",")}`;
    });
    form.elements.order.value = sections.join(";");
    form.elements.dropped.value = dragged.dataset.key;
    dragged = null;
    swap(form);
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged = null;
    location.reload(); // it was let go where nothing can stand
  });

  // A condition shows answers or values, as what it depends on needs.
  function fit(clause) {
    const kind = clause.querySelector("[data-clause-subject]").value.split(":")[0];
    for (const part of clause.querySelectorAll("[data-clause-for]")) part.hidden = part.dataset.clauseFor !== kind;
  }
  document.querySelectorAll("[data-clause]").forEach(fit);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-clause-subject]")) fit(event.target.closest("[data-clause]"));
  });
})();
