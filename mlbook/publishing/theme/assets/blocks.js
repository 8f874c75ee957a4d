// The bar above each block of code: what can be done with it, in the same order everywhere. The
// press gives every block its id; blocks.css keeps the room of the bar before this runs.
import { iconButton, make, nameOf, say } from "./elements.js";

export const toast = (words) => window.alert$?.next(nameOf(words));

// Without a secure connection a page has no clipboard of its own.
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", "", text);
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    before.focus();
    return isCopied;
  }
  return true;
};

const copyCode = async (block) => {
  if (await copy(block.querySelector("pre > code").textContent)) toast(["已复制", "Copied"]);
};

const copyLink = async (block) => {
  const address = `${location.origin}${location.pathname}#${block.id}`;
  if (await copy(address)) toast(["链接已复制", "Link copied"]);
  else location.hash = block.id; // the address is at least in the address bar
};

const bars = new Map();

// The two ends of a block's bar: its beginning, and the icons at its end.
export const barOf = (block) => {
  if (!bars.has(block)) {
    const link = iconButton("tool-link", ["复制这段代码的链接", "Copy the link to this block"], () => copyLink(block));
    link.dataset.link = "";
    const icons = make("div", "tool-icons", link);
    // A cell of a lab does nothing without those above it.
    if (!block.matches(".cell")) icons.prepend(iconButton("tool-copy", ["复制代码", "Copy the code"], () => copyCode(block)));
    const start = make("div", "tool-start");
    block.prepend(make("div", "tools", start, icons));
    bars.set(block, { start, icons });
  }
  return bars.get(block);
};

// What stands where others have Run.
const NAMES = [
  [".language-sh", ["命令行", "Shell"]],
  [".exercise-check", ["接在你的程序后面运行", "Run after your program"]],
];

for (const block of document.querySelectorAll("article .highlight[id]")) {
  const { start } = barOf(block);
  const name = NAMES.find(([kind]) => block.matches(kind));
  if (name) start.append(say(make("span", "tool-name"), name[1]));
}

// The lines that a page folds stand behind a button, which shows them. Copy and Run take them all.
for (const fold of document.querySelectorAll(".unfold")) {
  fold.addEventListener("click", () => {
    const shows = fold.nextElementSibling.classList.toggle("unfolded");
    fold.setAttribute("aria-expanded", String(shows));
  });
}
