// What the page says of a run that has ended: [words, kind], and a hint where something is missing.
const DOT = " · ";
const ERROR = ["出错了，最后一行说出了什么错", "An error; its last line says what is wrong"];

// The book shows nothing of what a reader's own program, the start of an exercise, does.
export const verdictOf = ({ same, error, diagnosis }, { isEdited, isOwn, follows }) => {
  if (isOwn) return error ? [ERROR, "other"] : [["运行完毕", "Done"], "edited"];
  if (same) return [["与书中相同", "Same as in the book"], "same"];
  if (diagnosis && isEdited) return [["检查没有通过", "It does not pass the check"], "other"];
  if (error && isEdited) return [ERROR, "other"];
  if (error) return [["出错了，与书中不同", "An error that the book does not show"], "other"];
  if (isEdited) return [["运行完毕；与书中不同，因为代码改过", "Done; differs from the book, as your code does"], "edited"];
  if (follows === "edited") return [["运行完毕；与书中不同，因为前面的代码改过", "Done; differs from the book, as the code above does"], "edited"];
  if (follows === "again") return [["运行完毕；与书中不同，因为这一段运行过不止一次", "Done; differs from the book, as this cell has run before"], "edited"];
  return [["运行完毕；与书中不同", "Done; not what the book shows"], "other"];
};

// What a check says of a wrong program is written as `中文 · English`.
export const halves = (diagnosis) => {
  const at = diagnosis.indexOf(DOT);
  return at < 0 ? [diagnosis, diagnosis] : [diagnosis.slice(0, at), diagnosis.slice(at + DOT.length)];
};

export const hintOf = ({ error, silent, value, unshown }) => {
  if (error) return null;
  if (unshown) return ["图画好了，还没有显示：在最后写 plt.show()", "A figure was drawn but not shown: end with plt.show()"];
  if (!silent) return null;
  if (value) return ["什么也没有输出。要看结果，就写 print({})", "Nothing was printed. To see the result, write print({})", value];
  return ["什么也没有输出。要看一个值，就写 print(…)", "Nothing was printed. To see a value, write print(…)"];
};
