"use strict";
const order = new Intl.Collator(undefined, {numeric: true, sensitivity: "base"});
const worth = cell => cell.dataset.v ?? cell.textContent;
function sort(table, at, head) {
  const now = head.getAttribute("aria-sort");
  const down = now ? now === "ascending" : head.hasAttribute("data-down");
  for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map(row => [worth(row.cells[at]), row]);
  rows.sort((a, b) => (a[0] === "") - (b[0] === "") || (down ? order.compare(b[0], a[0]) : order.compare(a[0], b[0])));
  body.append(...rows.map(pair => pair[1]));
}
for (const table of document.querySelectorAll("table.rules, table.places")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(table, at, head));
    head.append(button);
  });
}
for (const box of document.querySelectorAll("[data-find]")) {
  const table = document.getElementById(box.dataset.find), said = box.querySelector("output");
  box.hidden = false;
  box.querySelector("input").addEventListener("input", event => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
      left += !row.hidden;
    }
    said.textContent = words.length ? `${left} left` : "";
  });
}
