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

// The lines that a page folds stand behind a button, which shows them. Copy and Run take them all.
for (const button of document.querySelectorAll(".unfold")) {
  button.addEventListener("click", () => {
    const shows = button.nextElementSibling.classList.toggle("unfolded");
    button.setAttribute("aria-expanded", String(shows));
  });
}
