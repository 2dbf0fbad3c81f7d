// The work list by keyboard, and the case beside it. Without this every row is a plain link to its page.

const WIDE = matchMedia("(min-width: 1000px)");
const SETTLED_MS = 140;

const list = document.querySelector("#list");
const detail = document.querySelector("#detail");
const help = document.querySelector("#help");

/** @returns {HTMLAnchorElement[]} */
const rows = () => [...document.querySelectorAll("#rows .work-row")];
const current = () => rows().find((row) => row.hasAttribute("aria-current"));

// the row that is read stands in the address, so that a reload and the way back find it
const remember = (id) => {
  const address = new URL(location.href);
  if (id) address.searchParams.set("case", id);
  else address.searchParams.delete("case");
  history.replaceState(history.state, "", address.search || location.pathname);
};

let opening;
const open = (row, wait = 0) => {
  for (const other of rows()) if (other !== row) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  remember(row.dataset.case);
  clearTimeout(opening);
  opening = setTimeout(() => row.dispatchEvent(new CustomEvent("open")), wait);
};

const shut = () => {
  const row = current();
  row?.removeAttribute("aria-current");
  remember("");
  detail.replaceChildren();
  row?.focus();
};

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("#rows .work-row");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!row || !isPlain || !WIDE.matches) return;
  event.preventDefault();
  open(row);
});

const step = (by) => {
  const all = rows();
  const here = all.indexOf(current() ?? document.activeElement);
  const next = all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)];
  if (!next) return;
  if (WIDE.matches) open(next, SETTLED_MS);
  else next.focus();
};

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Enter: () => {
    location.href = (current() ?? document.activeElement).href;
  },
  "/": () => document.querySelector("#words").focus(),
  n: () => document.querySelector('.pager [rel="next"]')?.click(),
  Escape: shut,
  "?": () => help.showModal(),
};
// these belong to the list alone: elsewhere they press links and scroll
const OF_THE_LIST = new Set(["ArrowDown", "ArrowUp", "Enter", "Escape"]);

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const isTyping = at.closest("input, textarea, select, [contenteditable], dialog");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) return;
  const isInList = list.contains(at);
  const isInDetail = detail.contains(at);
  if (OF_THE_LIST.has(event.key) && !isInList && !(event.key === "Escape" && isInDetail)) return;
  event.preventDefault();
  KEYS[event.key]();
});

// a list that was read anew still knows its row, and the case beside it is read anew when its row has moved on
document.addEventListener("htmx:after:swap", () => {
  const id = new URL(location.href).searchParams.get("case");
  const row = rows().find((each) => each.dataset.case === id);
  row?.setAttribute("aria-current", "true");
  const shown = detail.querySelector("[data-version]");
  if (row && shown?.dataset.case === id && shown.dataset.version !== row.dataset.version) {
    row.dispatchEvent(new CustomEvent("open"));
  }
});

document.querySelector("#list [aria-current]")?.scrollIntoView({ block: "center" });
