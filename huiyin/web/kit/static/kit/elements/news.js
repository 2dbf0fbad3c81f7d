// News of what a page shows: put in at once, unless somebody is just writing in that part of the page.
//
// An element with an id, data-live-refresh="case:7 post:3" and data-from, the address it comes from, is fetched anew
// when one of its topics was hinted at (see live.js); the head of the page and the bar go with it.

const ZH = "有新的进展，点这里看";
const EN = "There is news. Press here to see it";

const WITH_IT = [".page-head", ".bar ul"];

const isBusy = (part) =>
  (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) ||
  [...part.querySelectorAll("textarea, input:not([type=hidden])")].some((input) =>
    input.type === "checkbox" || input.type === "radio"
      ? input.checked !== input.defaultChecked
      : input.type === "file"
        ? input.files.length > 0
        : input.value !== input.defaultValue,
  );

const summaries = (part, which) => [...part.querySelectorAll(`${which} > summary`)];

/** What somebody has unfolded stays unfolded. */
const keepOpen = (old, fresh) => {
  const open = new Set(summaries(old, "details[open]").map((summary) => summary.textContent.trim()));
  for (const summary of summaries(fresh, "details"))
    if (open.has(summary.textContent.trim())) summary.parentElement.open = true;
};

/** Fetch the page anew and put in the part that was hinted at. */
const refresh = async (part) => {
  try {
    const answer = await fetch(part.dataset.from, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh && !isBusy(part)) {
      keepOpen(part, fresh);
      part.replaceWith(document.adoptNode(fresh));
    }
    for (const place of WITH_IT) {
      const news = page.querySelector(place);
      if (news) document.querySelector(place)?.replaceWith(document.adoptNode(news));
    }
  } catch {
    // offline: the next hint tries again
  }
};

document.addEventListener(
  "huiyin-refresh",
  (event) => {
    const part = event.target;
    if (!isBusy(part)) return refresh(part);
    if (document.getElementById("news")) return;
    const link = document.createElement("a");
    link.id = "news";
    link.className = "button small primary";
    link.href = part.dataset.from;
    link.textContent = document.documentElement.lang.startsWith("en") ? EN : ZH;
    document.getElementById("status").after(link);
  },
  true,
);

// words in a group are content, not a hint: lists of groups count them too
document.addEventListener("huiyin:frame", ({ detail }) => {
  for (const part of document.querySelectorAll(`[data-live-refresh~="${detail.topic}"]`)) {
    clearTimeout(part.dataset.timer);
    part.dataset.timer = String(setTimeout(() => part.dispatchEvent(new CustomEvent("huiyin-refresh")), 600));
  }
});
