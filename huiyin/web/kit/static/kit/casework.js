// Forms on a case once scripts run: a template goes into the answer, its first blank ready to be typed over.

const BLANK = /【[^【】]{1,12}】/;

/** Put words where the answer is written, behind what stands there. */
const insert = (area, words) => {
  const before = area.value.trim();
  area.value = before ? `${before}\n${words}` : words;
  area.focus();
  choose(area, before ? before.length : 0);
};

/** Select the next blank from a place on. */
const choose = (area, from) => {
  const found = area.value.slice(from).match(BLANK);
  if (!found) return;
  const start = from + found.index;
  area.setSelectionRange(start, start + found[0].length);
};

document.addEventListener("click", (event) => {
  const template = event.target.closest("[data-template]");
  if (!template) return;
  const area = template.closest("form").elements.text;
  insert(area, template.dataset.template);
  template.closest("details").open = false;
});

// after a blank is filled in, the tab key goes to the next one
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (event.key !== "Tab" || event.shiftKey || !area.matches?.("textarea")) return;
  if (!BLANK.test(area.value.slice(area.selectionEnd))) return;
  event.preventDefault();
  choose(area, area.selectionEnd);
});
