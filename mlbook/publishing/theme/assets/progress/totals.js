// What there is to do in the book: the keys of the exercises of each chapter, by its address. The
// press writes the file; it is loaded when there is progress to show.
import { all } from "../progress.js";

export const SITE = new URL("../..", import.meta.url);

let totals;
const load = async () => {
  const answer = await fetch(new URL("../progress.json", import.meta.url));
  return answer.ok ? answer.json() : {};
};
export const loading = () => (totals ??= load().catch(() => ({})));

// Of each chapter whether it has been read, how many exercises it has and how many are solved.
// Exercises that have changed since they were solved, and chapters that are gone, do not count.
export const stateOf = (chaptersOfBook) => {
  const { chapters, exercises } = all();
  return Object.entries(chaptersOfBook).map(([address, keys]) => ({
    address,
    isRead: Object.hasOwn(chapters, address),
    solved: keys.filter((key) => Object.hasOwn(exercises, key)).length,
    exercises: keys.length,
  }));
};
