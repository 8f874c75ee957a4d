// What the reader has done in this book: exercises solved, outputs predicted, questions answered,
// chapters read. It is kept in the reader's browser, under one key, and goes nowhere else. The press
// gives each exercise, prediction and question a key of its text: one that has changed is new.
const KEY = "mlbook.progress";
const KINDS = ["exercises", "predictions", "questions", "chapters"];

const empty = () => Object.fromEntries(KINDS.map((kind) => [kind, {}]));
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Storage throws where the reader has forbidden it: then what is done lasts as long as the page.
let unsaved = null;

const stored = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

// Everything, by kind and key; what is no record of ours is left out.
export const all = () => {
  if (unsaved) return structuredClone(unsaved);
  const found = empty();
  try {
    const kept = JSON.parse(stored() ?? "{}");
    for (const kind of KINDS) if (isRecord(kept?.[kind])) found[kind] = kept[kind];
  } catch {
    return empty();
  }
  return found;
};

const tell = (kind, key) => {
  document.dispatchEvent(new CustomEvent("mlbook:progress", { detail: { kind, key } }));
};

// A value is whatever JSON can hold. undefined takes the record away.
export const record = (kind, key, value) => {
  if (!KINDS.includes(kind)) throw new TypeError(`no kind of progress: ${kind}`);
  const kept = all();
  if (value === undefined) delete kept[kind][key];
  else kept[kind][key] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
    unsaved = null;
  } catch {
    unsaved = kept;
  }
  tell(kind, key);
};

export const recall = (kind, key) => all()[kind]?.[key];

export const forget = () => {
  unsaved = null;
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept there
  }
  tell(null, null);
};

// Another page of the book, in another tab, has recorded something. null: all storage was cleared.
addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) tell(null, null);
});
