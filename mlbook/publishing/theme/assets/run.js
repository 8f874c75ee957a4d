// Run, edit and reset for every block of Python. Nothing is loaded before the first Run: then a
// worker fetches Python, and keeps it for the blocks after. Stop ends the worker.
(() => {
  "use strict";

  const script = document.currentScript;
  const pyodide = new URL(script.dataset.pyodide, script.src);
  const [archive, records] = ["mlbook", "records"].map((name) => new URL(`run/${name}.zip`, script.src).href);
  const sizes = JSON.parse(script.dataset.sizes);
  const stranger = pyodide.origin === location.origin ? "" : pyodide.host;

  const SLOW = 10; // seconds after which the page says what to do
  const PATIENCE = 60; // seconds that nothing may come while Python is loaded
  const MEMORY = 2 ** 30; // bytes; a worker that has taken more is not used again
  const NEEDS = [
    ["numpy", /\b(numpy|matplotlib|mlbook)\b/],
    ["matplotlib", /\bmatplotlib\b|\bmlbook\b[^]*\bplotting\b/],
    ["records", /\bmlbook\b[^]*\b(recorded|kept_record|records)\b/],
  ];
  const has = new Set(); // what of Python this worker has loaded
  const waiting = [];
  let worker = null;
  let current = null; // the run at hand

  const make = (name, classes = "", ...children) => {
    const element = document.createElement(name);
    element.className = classes;
    element.append(...children);
    return element;
  };

  // "中文 · English", marked as the theme's words are: book.css shows what the reading mode asks for.
  const say = (element, text) => {
    const parts = text.split(" · ").map((half, index) => {
      const part = make("span", "", half);
      part.lang = index ? "en" : "zh";
      return part;
    });
    element.replaceChildren(parts[0], make("span", "dot", " · "), parts[1]);
  };

  const button = (kind, name) => {
    const element = make("button", `md-code__button run-${kind}`);
    element.type = "button";
    element.title = name;
    element.setAttribute("aria-label", name);
    return element;
  };

  // ---- Under a block: what becomes of its run

  const panel = (run) => {
    run.panel?.remove();
    for (const address of run.addresses || []) URL.revokeObjectURL(address);
    run.addresses = [];
    run.state = make("span", "ran-state");
    run.state.setAttribute("role", "status");
    run.clock = make("span", "ran-clock");
    run.stop = make("button", "ran-stop");
    run.stop.type = "button";
    say(run.stop, "停止 · Stop");
    run.stop.addEventListener("click", () => stop(run));
    run.progress = make("progress");
    run.progress.hidden = true;
    run.bar = make("div", "ran-bar", run.state, run.progress, run.clock, run.stop);
    run.panel = make("div", "ran", run.bar);
    run.after.after(run.panel);
  };

  const print = (run, text, kind) => {
    if (!run.text || run.text.kind !== kind) {
      run.text = make("code");
      run.text.kind = kind;
      run.panel.append(make("pre", `ran-${kind}`, run.text));
    }
    run.text.append(text);
  };

  const drawing = (run, svg, mode, size) => {
    const image = make("img", mode);
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    run.addresses.push(image.src);
    image.width = size.width;
    image.height = size.height;
    image.alt = "";
    return image;
  };

  const finish = (run, words, kind) => {
    clearInterval(run.ticking);
    say(run.state, words);
    run.panel.dataset.state = kind;
    run.progress.remove();
    run.stop.remove();
    run.run.removeAttribute("aria-busy");
    if (run !== current) return;
    current = null;
    if (waiting.length) begin(waiting.shift());
  };

  const drop = () => {
    worker?.terminate();
    worker = null;
    has.clear();
  };

  const stop = (run) => {
    if (run === current) drop();
    else waiting.splice(waiting.indexOf(run), 1);
    run.run.focus();
    finish(run, "已停止 · Stopped", "stopped");
  };

  // ---- The run itself

  const answers = {
    came(run, { bytes }) {
      run.came += bytes;
      run.heard = Date.now();
      run.progress.value = Math.min(run.came, run.total);
    },
    runs(run) {
      run.needs.forEach((name) => has.add(name));
      if (run.total) for (const host of document.querySelectorAll(".run-host")) host.remove();
      run.progress.hidden = true;
      run.clock.textContent = "";
      run.since = Date.now();
      run.loading = false;
      run.slow = "还在运行，按“停止”可以结束 · Still running; Stop ends it";
      say(run.state, "正在运行 · Running");
    },
    text(run, { text }) {
      print(run, text, "text");
    },
    done(run, { same, error, figures, memory }) {
      if (memory > MEMORY) drop();
      if (error) print(run, error, "error");
      for (const { light, dark, ...size } of figures) {
        run.panel.append(make("figure", "drawn", drawing(run, light, "light", size), drawing(run, dark, "dark", size)));
      }
      if (same) finish(run, "与书中相同 · Same as in the book", "same");
      else if (error) finish(run, "出错了，与书中不同 · An error that the book does not show", "other");
      else finish(run, "与书中不同 · Not what the book shows", run.edited ? "edited" : "other");
    },
    failed(run, { why }) {
      drop();
      print(run, why, "error");
      finish(run, "Python 没能载入，请再按一次“运行” · Python could not be loaded; press Run to try again", "other");
    },
    broken(run, { why }) {
      drop();
      print(run, why, "error");
      finish(run, "Python 出了故障，已经停止 · Python broke down and was stopped", "other");
    },
  };

  // A worker from a file would have the policy that the host's headers give it, and hosts of files
  // give none; one from a blob has the page's own.
  const code = `import ${JSON.stringify(new URL("run-worker.js", script.src).href)};`;
  const seed = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));

  const employ = () => {
    const hired = new Worker(seed, { type: "module" });
    const hear = (answer) => hired === worker && current && answers[answer.kind](current, answer);
    hired.addEventListener("message", ({ data }) => hear(data));
    hired.addEventListener("error", (event) => hear({ kind: "failed", why: event.message || "run-worker.js" }));
    worker = hired;
  };

  const tick = (run) => {
    const since = (moment) => Math.round((Date.now() - moment) / 1000);
    run.clock.textContent = `${since(run.since)} s`;
    if (since(run.since) >= SLOW && run.slow) {
      say(run.state, run.slow);
      run.slow = null; // said once: it is read aloud
    }
    if (run.loading && since(run.heard) > PATIENCE) {
      answers.failed(run, { why: `${PATIENCE} 秒没有数据到达 · nothing has come for ${PATIENCE} s` });
    }
  };

  const begin = (run) => {
    current = run;
    const code = run.code.textContent;
    run.edited = Boolean(run.area) && code !== run.book; // as it is run, not as it is when that ends
    run.needs = ["core", "package", ...NEEDS.filter(([, pattern]) => pattern.test(code)).map(([name]) => name)];
    const missing = run.needs.filter((name) => !has.has(name));
    run.total = missing.reduce((sum, name) => sum + sizes[name], 0);
    run.came = 0;
    run.since = run.heard = Date.now();
    run.loading = true;
    run.slow = null;
    if (run.total) {
      const size = `${Math.ceil(run.total / 1e6)} MB`;
      const [from, source] = stranger ? [`从 ${stranger} `, ` from ${stranger}`] : ["", ""];
      say(run.state, `正在${from}载入 Python，${size} · Loading Python, ${size}${source}`);
      run.slow = `${from}载入 Python（${size}）很慢：可以再等，或按“停止”，换个网络再试 · Python (${size}) is slow to come${source}: wait, or press Stop and try another network`;
      run.progress.hidden = false;
      run.progress.max = run.total;
      run.progress.value = 0;
    }
    run.ticking = setInterval(() => tick(run), 1000);
    if (!worker) employ();
    worker.postMessage({
      pyodide: pyodide.href, archive, code,
      records: missing.includes("records") ? records : null,
      output: run.output ? run.output.textContent : null,
      figure: Boolean(run.figure),
    });
  };

  const ask = (run) => {
    if (run === current || waiting.includes(run)) return say(run.state, "还没有结束；要重来，先按“停止” · Not ended yet; to begin anew, press Stop first");
    panel(run);
    run.text = null;
    run.run.setAttribute("aria-busy", "true");
    if (!current) return begin(run);
    waiting.push(run);
    say(run.state, "等另一段运行完 · Waiting for another block to finish");
  };

  // ---- Editing

  // Code that is edited lies under its editor, out of sight but there: the theme gives a block its
  // copy button when the code comes into view, and what Copy takes is the code's text.
  const under = (code, is) => {
    code.classList.toggle("run-under", is);
    code.ariaHidden = is ? "true" : null;
    if (is) code.removeAttribute("tabindex");
  };

  const edit = (run) => {
    if (!run.area) {
      run.before ??= [...run.code.childNodes];
      run.book ??= run.code.textContent;
      run.area = make("textarea", "run-area");
      Object.assign(run.area, { value: run.code.textContent.replace(/\n$/, ""), spellcheck: false, wrap: "off", autocapitalize: "off" });
      run.area.setAttribute("aria-labelledby", run.edit.id);
      const fit = () => (run.area.rows = run.area.value.split("\n").length);
      run.area.addEventListener("input", () => {
        run.code.textContent = `${run.area.value}\n`; // what Copy and Run take
        fit();
      });
      fit();
      run.code.after(run.area);
      under(run.code, true);
      run.reset.hidden = false;
    }
    run.area.focus();
  };

  const reset = (run) => {
    run.code.replaceChildren(...run.before);
    under(run.code, false);
    run.area.remove();
    run.area = null;
    run.reset.hidden = true;
    run.edit.focus();
  };

  // A new line begins where the last one did, and four spaces further after a colon.
  const indent = (run, event) => {
    const line = run.area.value.slice(0, run.area.selectionStart).split("\n").at(-1);
    const spaces = /^ */.exec(line)[0] + (/:\s*$/.test(line) ? "    " : "");
    if (!spaces || event.isComposing) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${spaces}`); // the one way that can be undone
  };

  const keys = (run, event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask(run);
    } else if (event.target !== run.area) return;
    else if (event.key === "Enter") indent(run, event);
    else if (event.key === "Escape") run.run.focus();
  };

  // ---- Every block

  const source = stranger ? [`运行（Python 来自 ${stranger}）`, `Run (Python comes from ${stranger})`] : ["运行", "Run"];
  document.querySelectorAll(".language-python.highlight:not(.no-copy)").forEach((block, index) => {
    const run = { block, code: block.querySelector("pre > code"), after: block };
    if (run.after.nextElementSibling?.matches(".language-text.highlight")) {
      run.after = run.after.nextElementSibling;
      run.output = run.after.querySelector("code");
    }
    if (run.after.nextElementSibling?.matches("figure.drawn")) run.figure = run.after = run.after.nextElementSibling;
    run.run = button("run", source.join(" · "));
    if (stranger) run.run.append(make("span", "run-host", stranger));
    run.edit = button("edit", "编辑代码 · Edit the code");
    run.edit.id = `run-edit-${index}`;
    run.reset = button("reset", "还原代码 · Reset the code");
    run.reset.hidden = true;
    run.run.addEventListener("click", () => ask(run));
    run.edit.addEventListener("click", () => edit(run));
    run.reset.addEventListener("click", () => reset(run));
    block.addEventListener("keydown", (event) => keys(run, event));
    run.code.parentElement.prepend(make("div", "md-code__nav run-nav", run.run, run.edit, run.reset));
  });
})();
