"use strict";
(() => {
  const root = document.documentElement;
  const cards = [...document.querySelectorAll("article")];
  const boxes = cards.map(card => card.querySelector("input"));
  const search = document.getElementById("search");
  const hide = document.getElementById("hide");
  const count = document.getElementById("count");
  const key = root.dataset.key;
  // Where the browser keeps nothing for local pages the boxes still work while the page is open.
  const load = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  const save = kept => { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* as above */ } };
  const kept = load();
  cards.forEach((card, place) => {
    if (card.dataset.card in kept) boxes[place].checked = kept[card.dataset.card];
  });
  const fold = text => text.toLowerCase();
  const texts = cards.map(card => fold(card.textContent));
  const show = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let seen = 0;
    cards.forEach((card, place) => {
      const done = boxes[place].checked;
      card.classList.toggle("read", done);
      card.hidden = (hide.checked && done) || !words.every(word => texts[place].includes(word));
      seen += !card.hidden;
    });
    for (const section of document.querySelectorAll("section")) {
      section.hidden = !section.querySelector("article:not([hidden])");
    }
    const done = boxes.filter(box => box.checked).length;
    count.textContent = `${done} of ${cards.length} read` + (seen < cards.length ? `, ${seen} shown` : "");
  };
  const step = by => {
    const seen = cards.filter(card => !card.hidden);
    if (!seen.length) return;
    const at = seen.findIndex(card => card.contains(document.activeElement));
    const next = seen[Math.min(Math.max(at + by, 0), seen.length - 1)];
    next.querySelector("input").focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  boxes.forEach((box, place) => box.addEventListener("change", () => {
    kept[cards[place].dataset.card] = box.checked;
    save(kept);
    show();
  }));
  search.addEventListener("input", show);
  hide.addEventListener("change", show);
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === search) {
      if (event.key === "Escape") { search.value = ""; show(); search.blur(); }
      return;
    }
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  show();
})();
