// Python in a thread of its own, so that the page stays alive and Stop can end it. The first message
// says where everything is; then each message is a block to run. python.js is the other end.
const BOOK = "/book";
// The package's own __init__ needs NumPy; the part of the press that runs blocks does not.
const BEGIN = `
import sys, types
sys.path.append("${BOOK}")
package = types.ModuleType("mlbook")
package.__path__ = ["${BOOK}/mlbook"]
sys.modules["mlbook"] = package
from mlbook.publishing.browser import in_page
del sys.modules["mlbook"]
in_page
`;

// ---- What a block gets to see: no page, no storage, no network. Python is the reader's own or
// somebody's advice to a reader; the page's policy, which this worker has, is the wall behind it.
const BARRED = [
  "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts",
  "indexedDB", "caches", "cookieStore", "webkitRequestFileSystem", "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL", "BroadcastChannel",
  "Worker", "SharedWorker", "Notification", "FontFace", "fonts",
];

let walls; // the words for it
const barred = (name) => new Error(`${name}: ${walls}`);

const put = (name, descriptor) => {
  for (let each = self; each; each = Object.getPrototypeOf(each)) Reflect.deleteProperty(each, name);
  Object.defineProperty(self, name, descriptor);
};

const bar = () => {
  for (const name of BARRED) {
    put(name, {
      get() {
        throw barred(name);
      },
    });
  }
  const { userAgent, platform, language, languages, hardwareConcurrency } = navigator;
  put("navigator", { value: Object.freeze({ userAgent, platform, language, languages, hardwareConcurrency }) });
};

// Every file that Python fetches comes through here, and nothing else does: the page shows how much
// has come. A file that does not come is a failure at once, for Pyodide would wait for ever.
const load = self.fetch.bind(self);
let sources = []; // where files may come from; none while a block runs
let fail;
const failure = new Promise((_, reject) => {
  fail = reject;
});
failure.catch(() => {}); // it is heard by whoever waits

class LoadingError extends Error {
  constructor(cause, file, message) {
    super(`${file}: ${message}`);
    Object.assign(this, { cause, file });
  }
}

const failing = (error) => {
  fail(error);
  throw error;
};
const fetchCounted = async (request, options) => {
  const { href } = new URL(request.url ?? request, self.location);
  if (!sources.some((source) => href.startsWith(source))) throw barred("fetch");
  return fetchFile(href, options).catch(failing);
};
const fetchFile = async (href, options) => {
  const refused = ({ message }) => {
    throw new LoadingError("refused", href, message);
  };
  const { ok, status, statusText, headers, body } = await load(href, options).catch(refused);
  if (!ok) throw new LoadingError("status", href, `HTTP ${status}`);
  if (/html/.test(headers.get("Content-Type"))) throw new LoadingError("page", href, "text/html");
  const count = new TransformStream({
    transform(chunk, stream) {
      postMessage({ kind: "came", bytes: chunk.byteLength });
      stream.enqueue(chunk);
    },
  });
  body.pipeTo(count.writable).catch(refused).catch(fail);
  return new Response(count.readable, { status, statusText, headers });
};
put("fetch", {
  get() {
    if (!sources.length) throw barred("fetch");
    return fetchCounted;
  },
});

const unpack = async (python, archive) => {
  const response = await fetch(archive);
  python.unpackArchive(await response.arrayBuffer(), "zip", { extractDir: BOOK });
};

const start = async ({ pyodide: address, archive }) => {
  const file = `${address}pyodide.mjs`;
  const { loadPyodide } = await import(file).catch(({ message }) => {
    throw new LoadingError("refused", file, message);
  });
  const python = await loadPyodide({
    indexURL: address,
    env: { HOME: "/home/pyodide", MPLBACKEND: "agg" },
    stdin: () => null, // nobody types: input() comes to the end of its file
  });
  await unpack(python, archive);
  bar();
  return { python, page: python.runPython(BEGIN) };
};

const add = async ({ python, page }, { code, check, records }) => {
  const wanted = page.imports(`${code}\n${check ?? ""}`).toJs();
  const said = [];
  const quiet = { messageCallback: () => {}, errorCallback: (message) => said.push(message) };
  await python.loadPackagesFromImports(wanted.map((name) => `import ${name}\n`).join(""), quiet);
  const missing = ["numpy", "matplotlib"].filter((name) => wanted.includes(name) && !python.loadedPackages[name]);
  if (missing.length) throw new Error([...missing, ...said].join("; "));
  if (records) await unpack(python, records);
};

let started;
const prepare = async (data) => {
  started ??= await start(data);
  await add(started, data);
};

// Pyodide waits for ever where its WebAssembly is not allowed, or damaged: the latter it catches.
addEventListener("unhandledrejection", ({ reason }) => fail(reason));
if (typeof WebAssembly !== "undefined") {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...code) => instantiate(...code).catch(failing);
}

addEventListener("message", async ({ data, isTrusted }) => {
  if (!isTrusted) return; // a block has sent it, to have the network for a while
  try {
    walls = data.walls;
    sources = [data.pyodide, data.archive, data.records].filter(Boolean);
    await Promise.race([prepare(data), failure]);
  } catch (error) {
    postMessage({ kind: "failed", cause: error.cause ?? "engine", file: error.file, why: String(error.message || error) });
    return;
  } finally {
    sources = [];
  }
  postMessage({ kind: "runs" });
  try {
    const answer = started.page.run(JSON.stringify(data), (message) => postMessage(JSON.parse(message)));
    const memory = started.python._module.HEAPU8.length; // bytes; it never shrinks
    postMessage({ kind: "done", memory, ...JSON.parse(answer) });
  } catch (error) {
    postMessage({ kind: "broken", why: String(error.message || error) });
  }
});
