// A block that no browser can run, for its processes or a package: Run says so, and where it runs.
import { copy, toast } from "../blocks.js";
import { button, inBook, languages, make } from "../elements.js";
import { Panel } from "./panel.js";

const PROCESSES = "processes";
const SEVERAL = inBook(["几个进程", "several processes"]);
const AND = inBook(["、", " and "]);

// What a block needs, in each language; Chinese parts Latin letters from its own.
const named = (needs) =>
  languages.map((language, at) => {
    const names = needs.map((name) => (name === PROCESSES ? SEVERAL[at] : name)).join(AND[at]);
    return language === "zh" && /^[a-z]/.test(names) ? ` ${names}` : names;
  });

export const tell = (block) => {
  block.told?.remove();
  const panel = new Panel(block.last, { onStop: () => {} });
  block.told = panel;
  panel.end([["浏览器里运行不了：它需要{}", "A browser cannot run it: it needs {}", named(block.needs)], "needs"]);
  const packages = block.needs.filter((name) => name !== PROCESSES).join(" ");
  panel.advise(packages
    ? [
      "请在自己的电脑上运行：复制下来，存成 block.py，装好要用的包（pip install {}），再运行 python block.py。",
      "Run it on your own computer: copy it, save it as block.py, install what it needs (pip install {}), and run python block.py.",
      packages,
    ]
    : [
      "请在自己的电脑上运行：复制下来，存成 block.py，再运行 python block.py。",
      "Run it on your own computer: copy it, save it as block.py, and run python block.py.",
    ]);
  // The whole program: that of an exercise ends with its check.
  const take = async () => {
    if (await copy(block.check ? `${block.text}\n${block.check}` : block.text)) toast(["已复制", "Copied"]);
  };
  panel.output.append(make("p", "ran-advice", button("ran-stop", ["复制整个程序", "Copy the whole program"], take)));
};
