// The home page: what the reader has done, and the ways to take it to another browser, to read it
// there, and to forget it.
import { button, make, nameOf, say } from "../elements.js";
import { all, forget } from "../progress.js";
import { loading, stateOf } from "./totals.js";

const KEPT = ["读完的章、做对的练习、做过的预测，只记在你的这个浏览器里，不发送到任何地方。", "Chapters read, exercises solved and predictions made are kept in this browser of yours and sent nowhere."];
const LOST = ["这个浏览器不许网页保存数据，所以离开这一页，进度就没有了。", "This browser lets pages keep nothing: progress is gone when you leave the page."];

const canKeep = () => {
  try {
    localStorage.getItem("mlbook.progress");
    return true;
  } catch {
    return false;
  }
};

const download = async () => {
  const { written } = await import("./file.js");
  const link = make("a");
  const day = new Date().toISOString().slice(0, 10);
  Object.assign(link, { href: URL.createObjectURL(new Blob([written()], { type: "application/json" })), download: `mlbook-progress-${day}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const read = async () => {
  const { add, FileError, read: readFile } = await import("./file.js");
  try {
    add(readFile(await input.files[0].text()));
    say(said, ["读进来了。", "It has been read in."]);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    say(said, error.words);
  }
  input.value = ""; // the same file can be chosen again
};

// Asked once, for it cannot be brought back.
const ask = () => {
  const end = () => {
    sure.remove();
    ways.hidden = false;
  };
  const keep = button("", ["留着", "Keep it"], () => {
    end();
    forgets.focus();
  });
  const clear = button("progress-forget", ["全部清除", "Forget it all"], () => {
    end();
    forget();
    say(said, ["清除了。", "It is forgotten."]);
    summary.focus();
  });
  const sure = make("div", "progress-ways", say(make("span"), ["清除了就找不回来。", "It cannot be brought back."]), clear, keep);
  ways.hidden = true;
  ways.after(sure);
  keep.focus();
};

const bar = make("progress");
bar.setAttribute("aria-label", nameOf(["读完的章", "Chapters read"]));
const part = make("span", "progress-part");
const summary = make("summary", "", say(make("span"), ["进度", "Progress"]), bar, part);
const list = make("ul", "progress-list");
const input = Object.assign(make("input"), { type: "file", accept: ".json,application/json", hidden: true });
input.addEventListener("change", read);
const exports = button("", ["导出", "Export"], download);
const imports = button("", ["导入", "Import"], () => input.click());
const forgets = button("", ["清除", "Forget"], ask);
const ways = make("div", "progress-ways", exports, imports, forgets, input);
const said = make("p", "progress-said");
said.setAttribute("role", "status");
const kept = say(make("p"), canKeep() ? KEPT : LOST);
document.querySelector("article .progress")?.append(make("details", "progress-panel", summary, list, kept, ways, said));

const item = (...words) => say(make("li"), words);

const show = async () => {
  const { predictions, ...others } = all();
  const isEmpty = [predictions, ...Object.values(others)].every((records) => !Object.keys(records).length);
  for (const each of [bar, part, list, exports, forgets]) each.hidden = isEmpty;
  if (isEmpty) return;
  const states = stateOf(await loading());
  const sum = (name) => states.reduce((total, state) => total + Number(state[name]), 0);
  const [done, solved, exercises] = ["isRead", "solved", "exercises"].map(sum);
  const predicted = Object.keys(predictions).length;
  Object.assign(bar, { max: states.length, value: done });
  part.textContent = `${done} / ${states.length}`;
  list.replaceChildren(item("读完 {} / {} 章", "{} of {} chapters read", done, states.length));
  if (exercises) list.append(item("完成练习 {} / {}", "{} of {} exercises solved", solved, exercises));
  if (predicted) list.append(item("做过预测 {} 次", predicted === 1 ? "{} prediction made" : "{} predictions made", predicted));
};

show();
document.addEventListener("mlbook:progress", show);
