// The progress as a file: written for another browser, and read from there.
import { all, record } from "../progress.js";

const FORMAT = "mlbook.progress"; // the name that says what a file is, and the version of its form
const VERSION = 1;
const LARGEST = 1e6; // bytes
const KEY = /^[a-z0-9][a-z0-9./-]{0,99}$/i; // a digest, or the address of a page

const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

export const written = () => JSON.stringify({ [FORMAT]: VERSION, ...all() }, null, 1);

// What is wrong with a file is said in words as elements.js takes them.
export class FileError extends Error {
  constructor(...words) {
    super(words.join(" · "));
    this.words = words;
  }
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    throw new FileError("这个文件读不懂：它不是 JSON", "This file cannot be read: it is no JSON");
  }
};

// Return what a file holds, by kind, once all of it is known to be as it should.
export const read = (text) => {
  if (text.length > LARGEST) throw new FileError("这个文件太大，不会是进度", "This file is too large to be progress");
  const found = parsed(text);
  if (!isRecord(found) || !(FORMAT in found)) throw new FileError("这不是本书的进度文件", "This is no file of progress in this book");
  const { [FORMAT]: version, ...kinds } = found;
  if (version !== VERSION) throw new FileError("这个文件的格式是第 {} 版，这里只认第 {} 版", "This file has version {} of the format; only version {} is known here", version, VERSION);
  for (const [kind, records] of Object.entries(kinds)) {
    if (!Object.hasOwn(all(), kind)) throw new FileError("文件里有“{}”，本书不记这个", "The file has “{}”, of which this book keeps no record", kind);
    if (!isRecord(records)) throw new FileError("文件里的“{}”不是一条条记录", "“{}” in the file holds no records", kind);
    const strange = Object.keys(records).find((key) => !KEY.test(key));
    if (strange !== undefined) throw new FileError("文件里的“{}”有一条认不出的记录：{}", "“{}” in the file has a record that is not known: {}", kind, strange.slice(0, 40));
  }
  return kinds;
};

// What the file says is added to what is known here.
export const add = (kinds) => {
  for (const [kind, records] of Object.entries(kinds)) {
    for (const [key, value] of Object.entries(records)) record(kind, key, value);
  }
};
