// Lighthouse's scores of the built book: node scores.mjs RUNS CATEGORIES DIRECTORY [DIRECTORY …]
//
// CATEGORIES are Lighthouse's, with commas between them; scores are medians of RUNS. Of several
// directories the same pages are measured in turns, so that a busy machine is unfair to none.
// CHROME_PATH names the browser. Pages are served compressed, as hosts of static pages do it.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const PAGES = ["", "chapters/descent/", "labs/race/", "errata/"];
const FORMS = { phone: undefined, desktop: desktopConfig };
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-first-run"];
const FOLDER = "/a/b/"; // the site has to work under any path
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".json": "application/json", ".woff2": "font/woff2", ".png": "image/png", ".txt": "text/plain",
};

const [runs, categories, ...directories] = process.argv.slice(2);

const serve = (directory) => {
  const answers = new Map(); // compressed once
  const answer = (address) => {
    if (!address.startsWith(FOLDER)) throw new Error(address);
    let file = join(directory, address.slice(FOLDER.length));
    if (statSync(file).isDirectory()) file = join(file, "index.html");
    return [TYPES[extname(file)] ?? "application/octet-stream", gzipSync(readFileSync(file))];
  };
  const server = createServer((request, response) => {
    const address = decodeURIComponent(new URL(request.url, "http://host").pathname);
    try {
      if (!answers.has(address)) answers.set(address, answer(address));
    } catch {
      response.writeHead(404, { "content-type": "text/plain" }).end("not here");
      return;
    }
    const [type, body] = answers.get(address);
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip", "cache-control": "max-age=600" });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
};

const scoresOf = async (address, config) => {
  const chrome = await launch({ chromeFlags: FLAGS });
  try {
    const flags = { port: chrome.port, logLevel: "error", onlyCategories: categories.split(",") };
    const { lhr } = await lighthouse(address, flags, config);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return Object.values(lhr.categories).map(({ id, score, auditRefs }) => {
      const failed = auditRefs.filter((each) => each.weight && (lhr.audits[each.id].score ?? 1) < 1);
      return [id, Math.round(score * 100), failed.map((each) => each.id)];
    });
  } finally {
    chrome.kill();
  }
};

const servers = await Promise.all(directories.map(serve));
for (const page of PAGES) {
  for (const [form, config] of Object.entries(FORMS)) {
    const found = directories.map(() => ({}));
    for (let run = 0; run < Number(runs); run++) {
      for (const [index, server] of servers.entries()) {
        const address = `http://127.0.0.1:${server.address().port}${FOLDER}${page}`;
        for (const [category, score, failed] of await scoresOf(address, config)) {
          (found[index][category] ??= []).push({ score, failed });
        }
      }
    }
    for (const [index, directory] of directories.entries()) {
      for (const [category, all] of Object.entries(found[index])) {
        all.sort((one, other) => one.score - other.score);
        const { score, failed } = all[all.length >> 1];
        console.log(JSON.stringify({ directory, page, form, category, score, all: all.map((each) => each.score), failed }));
      }
    }
  }
}
servers.forEach((server) => server.close());
process.exit();
