// A block that no browser can run, for its processes or a package: Run says so, and where it runs.
import { copy, toast } from "../blocks.js";
import { button, make } from "../elements.js";
import { Panel } from "./panel.js";

const PROCESSES = "processes";
const SEVERAL = ["几个进程", "several processes"];

const namesOf = (needs, language) => needs.map((name) => (name === PROCESSES ? SEVERAL[language] : name));

export const tell = (block) => {
  block.told?.remove();
  const panel = new Panel(block.last, { onStop: () => {} });
  block.told = panel;
  const [zh, en] = [namesOf(block.needs, 0).join("、"), namesOf(block.needs, 1).join(" and ")];
  const gap = /^[a-z]/.test(zh) ? " " : ""; // Chinese parts Latin letters from its own
  panel.end([[`浏览器里运行不了：它需要${gap}${zh}`, `A browser cannot run it: it needs ${en}`], "needs"]);
  const packages = block.needs.filter((name) => name !== PROCESSES).join(" ");
  panel.advise([
    `请在自己的电脑上运行：复制下来，存成 block.py${packages && `，装好要用的包（pip install ${packages}）`}，再运行 python block.py。`,
    `Run it on your own computer: copy it, save it as block.py${packages && `, install what it needs (pip install ${packages})`}, and run python block.py.`,
  ]);
  // The whole program: that of an exercise ends with its check.
  const take = async () => {
    if (await copy(block.check ? `${block.text}\n${block.check}` : block.text)) toast(["已复制", "Copied"]);
  };
  panel.output.append(make("p", "ran-advice", button("ran-stop", ["复制整个程序", "Copy the whole program"], take)));
};
