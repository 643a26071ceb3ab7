// A list that is filtered while one writes keeps its filters in the address, so that it can be kept,
// sent and come back to.
"use strict";

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.filters[hx-get]");
  if (!form) return;
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value.trim()) query.delete(name);
  history.replaceState(history.state, "", `${form.getAttribute("hx-get")}${query.size ? `?${query}` : ""}`);
});
