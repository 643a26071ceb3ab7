// The dice in the meeting room: large digits for all to see, one button for each roll. The field
// stays what is sent, so that the page works without this too.
"use strict";

(() => {
  const field = document.querySelector("[data-rolls]");
  const board = document.querySelector("[data-board]");
  if (!field || !board) return;
  const most = Number(field.dataset.rolls);
  const places = board.querySelectorAll(".dice li");
  const count = board.querySelector("[data-said]");
  const send = field.form.querySelector("button[type=submit]");

  const show = () => {
    const rolls = field.value.replace(/\D/g, "").slice(0, most);
    if (field.value !== rolls) field.value = rolls;
    places.forEach((place, n) => {
      place.textContent = rolls[n] ?? "";
      place.classList.toggle("is-last", n === rolls.length - 1);
    });
    count.textContent = count.dataset.said.replace("#", rolls.length);
    for (const button of board.querySelectorAll("[data-digit]")) button.disabled = rolls.length === most;
    board.querySelector("[data-undo]").disabled = rolls.length === 0;
    send.disabled = rolls.length < most;
  };

  board.hidden = false;
  board.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    field.value = "undo" in button.dataset ? field.value.slice(0, -1) : field.value + button.dataset.digit;
    show();
    if (button.disabled) (send.disabled ? field : send).focus();
  });
  field.addEventListener("input", show);
  show();
})();
