/** Runs in an empty page. Never change it: it is the measure that machines are told apart by (docs/adr/0049-speed-of-the-machine.md). */
globalThis.yardstick = (() => {
  const kinds = 240;
  const style = document.createElement("style");
  style.textContent = Array.from(
    { length: kinds },
    (_, n) =>
      `.k${n} { padding: ${n % 7}px; color: rgb(${n}, ${n % 90}, 40) } .k${n} > .part:not(:first-child) { margin-left: ${n % 5}px } .k${n}:hover .part { color: red }`,
  ).join("\n");
  document.head.append(style);
  document.body.innerHTML = `<div style="height: 700px; overflow: auto; width: 600px; font: 14px sans-serif"><div id="drawn"></div></div>`;
  const drawn = document.getElementById("drawn");
  let turn = 0;

  /** Objects made, ordered, looked up and written down, as a page does with what it knows. */
  function reckon() {
    const all = Array.from({ length: 4_000 }, (_, n) => ({
      id: `row-${(n * 7919 + turn) % 4_000}`,
      at: (n * 104_729 + turn) % 65_521,
      words: `so many words ${n}`,
    }));
    all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    const known = new Map(all.map((one) => [one.id, one]));
    return JSON.parse(JSON.stringify(all.slice(0, 300))).filter(({ id }) => known.has(id)).length;
  }

  /** Elements made, put in and asked for their height, as a page does with what it shows. */
  function draw() {
    const rows = Array.from({ length: 70 }, (_, n) => {
      const row = document.createElement("div");
      row.className = `k${(n + turn) % kinds}`;
      row.style.display = "flex";
      for (const part of ["name", "time", "text", "mark"]) {
        const cell = document.createElement("span");
        cell.className = "part";
        cell.setAttribute("aria-label", `${part} ${n}`);
        cell.textContent = `${part} of ${n + turn} ${"and more ".repeat(n % 6)}`;
        row.append(cell);
      }
      return row;
    });
    drawn.replaceChildren(...rows);
    return drawn.offsetHeight;
  }

  return (rounds) =>
    new Promise((resolve) => {
      const frame = (left) => {
        turn += 1;
        reckon();
        draw();
        if (left > 1) requestAnimationFrame(() => frame(left - 1));
        else requestAnimationFrame(() => setTimeout(resolve, 0));
      };
      frame(rounds);
    });
})();
