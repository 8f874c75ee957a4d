// Marks, on a page that a search has found, what was looked for; the text itself is left alone.
import { marksOf, soughtIn } from "./find.js";
import { patternOf } from "./results.js";

export const highlight = (query) => {
  if (!window.Highlight) return;
  const pattern = patternOf(soughtIn(query).flatMap(marksOf));
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const found = new Highlight();
  while (texts.nextNode()) {
    for (const match of texts.currentNode.data.matchAll(pattern)) {
      const range = new Range();
      range.setStart(texts.currentNode, match.index);
      range.setEnd(texts.currentNode, match.index + match[0].length);
      found.add(range);
    }
  }
  CSS.highlights.set("search", found);
};
