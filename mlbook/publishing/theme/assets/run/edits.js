// What the reader has made of the blocks of this page, kept until it is reset. Storage throws where
// the reader has forbidden it; editing works all the same.
const KEY = `mlbook.edits ${location.pathname}`;

const all = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
};

// An edit belongs to the code it was made of: in a later edition the block may be another one.
export const recall = (id, book) => {
  const edit = all()[id];
  return edit?.book === book && typeof edit.code === "string" ? edit.code : null;
};

export const keep = (id, book, code) => {
  const edits = all();
  if (code === book) delete edits[id];
  else edits[id] = { book, code };
  try {
    if (Object.keys(edits).length) localStorage.setItem(KEY, JSON.stringify(edits));
    else localStorage.removeItem(KEY);
  } catch {
    return;
  }
};
