// What the page says of a reader's program that has been checked: [words, kind].
import { halves } from "../run/verdict.js";

const RIGHT = [["对了，检查全部通过", "Right: it passes every check"], "right"];
const CUT = ["程序没有运行完，最后一行说出了什么错", "The program did not run to its end; the last line says what is wrong"];
const LACKS = ["检查没有运行完：程序里缺它要用的名字，或者值不是它要的那种", "The check did not run to its end: your program lacks a name it needs, or has a value of another kind"];

// Whether the deepest line of the block that took part in an error is one of the check, below it.
const isOfCheck = (error, ran) => {
  const lines = [...error.matchAll(/File "block\.py", line (\d+)/g)].map(([, line]) => Number(line));
  return lines.at(-1) > ran.trimEnd().split("\n").length;
};

export const judge = ({ same, error, diagnosis }, { ran }) => {
  if (same) return RIGHT;
  if (diagnosis) {
    return [["还不对：{}", "Not yet: {}", halves(diagnosis)], "wrong"];
  }
  return [error && isOfCheck(error, ran) ? LACKS : CUT, "other"];
};
