// "Copy the link to this block", beside the theme's copy button. The press gives every block its id.
(() => {
  "use strict";

  const NAME = "复制这段代码的链接 · Copy the link to this block";
  const COPIED = "链接已复制 · Link copied";

  const addressOf = (block) => `${location.origin}${location.pathname}#${block.id}`;

  const copy = async (block) => {
    try {
      await navigator.clipboard.writeText(addressOf(block));
      window.alert$?.next(COPIED);
    } catch {
      location.hash = block.id; // no clipboard: the address is at least in the address bar
    }
  };

  const add = (block) => {
    const tools = block.querySelector(".md-code__nav");
    if (!tools || tools.querySelector("[data-link]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-code__button";
    button.dataset.link = "";
    button.title = NAME;
    button.setAttribute("aria-label", NAME);
    button.addEventListener("click", () => copy(block));
    tools.append(button);
  };

  // The theme makes its buttons when a block comes into view.
  const watch = new MutationObserver((changes) => {
    for (const change of changes) {
      const block = change.target.closest(".highlight[id]");
      if (block) add(block);
    }
  });
  watch.observe(document.querySelector("article"), { childList: true, subtree: true });
  document.querySelectorAll(".highlight[id]").forEach(add);
})();

// Lines that a page folds, data-fold="1-6 20-28": a button says how many, and shows them. They stay
// in the code: Copy and Run take all of it.
(() => {
  "use strict";

  // Where line `number` of the code begins, as a text node and an offset in it.
  const beginning = (code, number) => {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    let line = 1;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (line === number) return [node, 0];
      for (let at = node.data.indexOf("\n"); at >= 0; at = node.data.indexOf("\n", at + 1)) {
        line += 1;
        if (line === number) return [node, at + 1];
      }
    }
    return [code, code.childNodes.length];
  };

  const fold = (code, first, last) => {
    const range = document.createRange();
    range.setStart(...beginning(code, first));
    range.setEnd(...beginning(code, last + 1));
    const lines = document.createElement("span");
    lines.className = "folded";
    lines.append(range.extractContents());
    const button = document.createElement("button");
    const count = last - first + 1;
    button.type = "button";
    button.className = "unfold";
    button.dataset.zh = `${count} 行`;
    button.dataset.en = `${count} lines`;
    button.setAttribute("aria-label", `显示 ${count} 行代码 · Show ${count} lines of code`);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const shows = lines.classList.toggle("unfolded");
      button.setAttribute("aria-expanded", String(shows));
    });
    range.insertNode(lines);
    lines.before(button);
  };

  for (const block of document.querySelectorAll("[data-fold]")) {
    const code = block.querySelector("pre > code");
    const ranges = block.dataset.fold.split(" ").map((range) => range.split("-").map(Number));
    for (const [first, last] of ranges.reverse()) fold(code, first, last); // from the end: the lines above keep their places
  }
})();
