// Keys, drafts, live updates. Every page works without it; nothing here decides anything.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const csrf = $('meta[name="csrf"]')?.content ?? "";
  const frame = $("[data-live]");
  const isTicket = document.body.classList.contains("ticket");
  const zh = root.lang.startsWith("zh");
  const say = (en, cn) => (zh ? cn : en);

  const post = (address, fields) =>
    fetch(address, { method: "POST", headers: { "X-CSRF-Token": csrf }, body: new URLSearchParams(fields) });

  function toast(words, action, then) {
    const box = document.createElement("div");
    box.className = "toast";
    box.append(words);
    if (action) {
      const button = document.createElement("button");
      button.textContent = action;
      button.addEventListener("click", () => { box.remove(); then(); });
      box.append(button);
    }
    $("#toasts").append(box);
    return box;
  }

  const here = $(".views a[aria-current]"); // on a phone the views are one line: the open one is to be seen
  if (here && matchMedia("(max-width: 820px)").matches) here.closest("ul").scrollLeft = here.offsetLeft - 60;

  // -- a list and its marked row
  const rows = () => $$(".rows .row");
  let at = -1;
  let asked;
  function move(to, preview = true) {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("at");
    at = Math.max(0, Math.min(all.length - 1, to));
    const row = all[at];
    row.classList.add("at");
    row.scrollIntoView({ block: "nearest" });
    $("a.subject", row).focus({ preventScroll: true });
    if (preview) show(row);
  }
  function show(row) {
    const pane = $("#preview");
    if (!pane || !pane.offsetParent) return;
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const answer = await fetch(`/tickets/${row.dataset.number}/preview`, { headers: { "HX-Request": "true" } });
      if (answer.ok) pane.replaceChildren(document.createRange().createContextualFragment(await answer.text()));
    }, 120);
  }
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".rows .row");
    if (!row || event.target.closest("a, label, input, button")) return;
    move(rows().indexOf(row));
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.(".rows .row");
    if (row && rows().indexOf(row) !== at) { rows()[at]?.classList.remove("at"); at = rows().indexOf(row); row.classList.add("at"); }
  });

  // -- acts on many
  const bulk = $("#bulk");
  function picked() {
    if (!bulk) return;
    const many = $$('.row input[name="numbers"]:checked').length;
    bulk.classList.toggle("on", many > 0);
    $(".picked b", bulk).textContent = many;
  }
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches('input[name="numbers"]')) picked();
    if (field.matches("[data-fill]") && field.value) {
      const button = document.createElement("button");
      button.name = "what"; button.value = field.value; button.hidden = true;
      bulk.append(button); button.click();
    }
    if (field.matches("form[data-auto] select, form[data-auto] input, select[data-auto]")) field.form.requestSubmit();
  });

  // -- one ticket
  const composer = $("#composer");
  function tab(name) {
    if (!composer) return;
    composer.dataset.tab = name;
    $$("[data-tab]", composer).forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.tab === name)));
    const field = $(`#${name}`);
    field.focus();
    composer.scrollIntoView({ block: "nearest" });
  }
  composer?.addEventListener("click", (event) => { const b = event.target.closest("button[data-tab]"); if (b) tab(b.dataset.tab); });

  const clocks = {};
  const keep = (form) => post(`/tickets/${frame.dataset.number}/draft`, { kind: form.dataset.draft, text: $("textarea", form).value })
    .then((answer) => { if (answer.ok) $(".kept", form).textContent = say("Draft kept", "草稿已保存"); }).catch(() => {});
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form || !event.target.matches("textarea")) return;
    $(".kept", form).textContent = "";
    clearTimeout(clocks[form.dataset.draft]);
    clocks[form.dataset.draft] = setTimeout(() => keep(form), 800);
    offer(event.target);
  });

  // An answer waits in the outbox before it leaves: the bar counts down and takes it back.
  $("form.reply")?.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.submitter?.hasAttribute("formaction")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    clearTimeout(clocks.reply);
  });
  const undo = $("#undo");
  if (undo) {
    const words = $("span", undo), text = words.textContent;
    const end = performance.now() + 1000 * Number(undo.dataset.seconds);
    words.removeAttribute("role"); // said once; nobody wants to hear every second
    const tick = () => {
      const left = Math.ceil((end - performance.now()) / 1000);
      if (left <= 0) { undo.remove(); return; }
      words.textContent = text.replace(/\d+/, left);
      setTimeout(tick, 250);
    };
    tick();
  }

  // -- files of an answer
  async function attach(files) {
    const field = $("[data-attach]"), body = new FormData();
    for (const file of files) body.append("files", file);
    change(field.dataset.attach, body);
    field.value = "";
  }
  async function change(address, body) {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRF-Token": csrf, "HX-Request": "true" }, body });
    const part = document.createRange().createContextualFragment(await answer.text());
    if (answer.ok) $("#files").replaceChildren(part);
    else { const box = toast(part.textContent.trim()); box.classList.add("bad"); setTimeout(() => box.remove(), 8000); }
  }
  document.addEventListener("change", (event) => { if (event.target.matches("[data-attach]") && event.target.files.length) attach(event.target.files); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-detach]");
    if (button) { event.preventDefault(); change(button.dataset.detach, new FormData()); }
  });
  $("#reply")?.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); attach(event.clipboardData.files); } });

  // -- the language of an answer
  const tongue = $("#language");
  tongue?.addEventListener("change", () => {
    $("#reply").lang = tongue.value;
    if ($("#check").childElementCount) $("[data-check]").click();
  });

  function insert(field, text, from = field.selectionStart, to = field.selectionEnd) {
    field.setRangeText(text, from, to, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
  async function ask() {
    const button = $("[data-ask]");
    if (!button) return;
    const answer = await fetch(`${button.dataset.ask}?language=${tongue.value}`);
    if (answer.ok) { tab("reply"); const field = $("#reply"); insert(field, (field.value && !field.value.endsWith("\n") ? "\n" : "") + (await answer.text()), field.value.length, field.value.length); }
  }
  $("[data-ask]")?.addEventListener("click", ask);

  // -- offered while one writes: saved replies after "/" at the beginning of a line, colleagues after "@"
  const OFFERS = {
    reply: { list: $("#saved"), sign: /(^|\n)\/([^\s/]*)$/, text: (li) => { const all = JSON.parse(li.dataset.texts); return all[tongue.value] ?? all.en ?? Object.values(all)[0]; } },
    note: { list: $("#called"), sign: /(^|[^\w@.])@([\w.-]*)$/, text: (li) => `@${li.dataset.shortcut} ` },
  };
  let saved, begun = -1;
  function offer(field) {
    const of = OFFERS[field.id];
    if (!of?.list) return;
    const before = field.value.slice(0, field.selectionStart);
    const found = of.sign.exec(before);
    begun = found ? before.length - found[2].length - 1 : -1;
    const options = $$("li", of.list);
    options.forEach((li) => { li.hidden = !found || !li.dataset.shortcut.startsWith(found[2].toLowerCase()); li.setAttribute("aria-selected", "false"); });
    const first = options.find((li) => !li.hidden);
    of.list.hidden = !first;
    first?.setAttribute("aria-selected", "true");
    saved = of.list;
  }
  function takeSaved(li) {
    const name = li.parentElement.id === "called" ? "note" : "reply", field = $(`#${name}`);
    li.parentElement.hidden = true;
    insert(field, OFFERS[name].text(li), begun, field.selectionStart);
  }
  for (const list of $$(".offered")) list.addEventListener("click", (event) => { const li = event.target.closest("li"); if (li) takeSaved(li); });
  function step(list, by) {
    const options = $$("li:not([hidden])", list).filter((li) => li.offsetParent);
    const now = options.findIndex((li) => li.getAttribute("aria-selected") === "true");
    options[now]?.setAttribute("aria-selected", "false");
    const next = options[(now + by + options.length) % options.length];
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
    return next;
  }

  // -- facts: light up in the text
  for (const name of ["mouseover", "mouseout", "focusin", "focusout"]) {
    $(".factlist")?.addEventListener(name, (event) => {
      const li = event.target.closest("[data-mark]");
      if (!li) return;
      const mark = $(`.fact[data-mark="${li.dataset.mark}"]`);
      mark?.classList.toggle("lit", name === "mouseover" || name === "focusin");
    });
  }
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      try { await navigator.clipboard.writeText(copy.dataset.copy); copy.classList.add("done"); setTimeout(() => copy.classList.remove("done"), 1200); } catch { /* not allowed here: the value can be marked by hand */ }
    }
    const html = event.target.closest("[data-html]");
    if (html) {
      event.preventDefault();
      const said = html.closest(".said");
      const known = $("iframe", said);
      if (known) { known.nextElementSibling?.remove(); known.remove(); return; }
      const made = document.createElement("iframe");
      made.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
      made.className = "mailframe"; made.title = "HTML"; made.referrerPolicy = "no-referrer"; made.src = html.href;
      const more = document.createElement("button");
      more.type = "button"; more.textContent = say("Load remote images (the sender may notice)", "加载远程图片（发件人可能得知）");
      more.addEventListener("click", () => { made.src = `${html.href}?images=true`; more.remove(); });
      said.append(made, more);
    }
  });

  // -- live
  let quiet;
  const pulse = async (numbers) => {
    const here = numbers.filter((n) => $(`#t-${n}`));
    const answer = await fetch(`/queue/${frame.dataset.view}/pulse?above=${frame.dataset.top}&numbers=${here.join(",")}${frame.dataset.query}`);
    if (!answer.ok) return;
    const news = await answer.json();
    for (const [view, many] of Object.entries(news.counts)) $$(`[data-count="${view}"]`).forEach((b) => { b.textContent = many; });
    for (const [number, html] of Object.entries(news.rows)) {
      const old = $(`#t-${number}`);
      if (!old || old.contains(document.activeElement) && document.activeElement.matches("input")) continue;
      const marked = $("input", old)?.checked;
      const was = old.classList.contains("at"), focused = old.contains(document.activeElement);
      const fresh = document.createRange().createContextualFragment(html).firstElementChild;
      old.replaceWith(fresh);
      fresh.classList.add("fresh-row"); fresh.classList.toggle("at", was);
      if (marked) $("input", fresh).checked = true;
      if (focused) $("a.subject", fresh).focus({ preventScroll: true });
    }
    const box = $("#fresh");
    if (news.new > 0) { $("b", box).textContent = news.new; box.hidden = false; }
  };
  if (frame && window.EventSource) {
    const number = frame.dataset.number ?? "";
    const source = new EventSource(`/live?ticket=${number}`);
    // A page asks at once, then waits twice as long as the answer took: many open pages cannot drown the desk.
    const waiting = new Set();
    let asking = false, next = 0;
    const soon = () => {
      if (asking || quiet) return;
      quiet = setTimeout(async () => {
        quiet = undefined; asking = true;
        const begun = performance.now(), numbers = [...waiting];
        waiting.clear();
        try { await pulse(numbers); } catch { /* the desk is away for a moment */ } finally {
          asking = false;
          next = performance.now() + Math.min(5000, Math.max(200, 2 * (performance.now() - begun)));
          if (waiting.size) soon();
        }
      }, Math.max(100 * Math.random(), next - performance.now()));
    };
    source.addEventListener("tickets", (event) => {
      const news = JSON.parse(event.data);
      if (isTicket) { if (news.some((n) => n.number === number)) $("#changed").hidden = false; return; }
      news.forEach((n) => waiting.add(n.number));
      soon();
    });
    source.addEventListener("here", (event) => {
      const others = JSON.parse(event.data), box = $("#here");
      if (!box) return;
      box.hidden = !others.length;
      $("b", box).textContent = others.join(", ");
    });
    window.addEventListener("pagehide", () => source.close());
  }

  // -- the palette
  const palette = $("#palette");
  function command() {
    if (!palette) return;
    $("#palette-text").value = ""; sift(); palette.showModal();
  }
  function sift() {
    const wanted = $("#palette-text").value.trim().toLowerCase();
    const options = $$("li", palette);
    options.forEach((li) => { li.hidden = wanted !== "" && !li.textContent.toLowerCase().includes(wanted); li.setAttribute("aria-selected", "false"); });
    options.find((li) => !li.hidden && (isTicket || !li.classList.contains("on-ticket")))?.setAttribute("aria-selected", "true");
  }
  function run(li) {
    const typed = $("#palette-text").value.trim();
    palette.close();
    if (li?.dataset.go) location.href = li.dataset.go;
    else if (li?.dataset.act) doAct(li.dataset.act);
    else if (li?.dataset.field) reach(li.dataset.field);
    else if (/^#?\d{8,}$/.test(typed)) location.href = `/tickets/${typed.replace("#", "")}`;
    else if (typed) location.href = `/search?q=${encodeURIComponent(typed)}`;
  }
  $("#palette-text")?.addEventListener("input", sift);
  palette?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); const li = step($("#palette-list"), event.key === "ArrowDown" ? 1 : -1); if (li) $("#palette-text").setAttribute("aria-activedescendant", li.id); }
    if (event.key === "Enter") { event.preventDefault(); run($('li[aria-selected="true"]:not([hidden])', palette)); }
  });
  palette?.addEventListener("click", (event) => { const li = event.target.closest("li"); if (li) run(li); });

  // -- keys
  function doAct(what) {
    if (what === "reply" || what === "note") { tab(what); return; }
    const key = { mine: "a", done: "e" }[what];
    $(`[data-acts] [data-key="${key}"]`)?.click();
  }
  // A command that needs one more word leads to its field: an action's own form, or a part that is folded up.
  function reach(name) {
    const part = document.getElementById(name) ?? $(`.change form[action$="/${name}"]`) ?? $(`.change input[name="what"][value="${name}"]`)?.form;
    if (!part) return;
    if (part.matches("details")) part.open = true;
    $("input:not([type=hidden]), select, button", part)?.focus();
  }
  function onRow(what) {
    const row = rows()[at];
    if (!row || !bulk) return;
    $$('input[name="numbers"]').forEach((box) => { box.checked = box.value === row.dataset.number; });
    $(`button[value="${what}"]`, bulk).click();
  }
  let first = "";
  const GOES = { q: "/queue/us", m: "/queue/mine", i: "/insight", a: "/admin/", s: "/admin/shelf" };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); command(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && typing?.form) { event.preventDefault(); typing.form.requestSubmit(); return; }
    if (typing && saved && !saved.hidden) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(saved, event.key === "ArrowDown" ? 1 : -1); return; }
      if (event.key === "Enter" || event.key === "Tab") { const li = $('li[aria-selected="true"]', saved); if (li) { event.preventDefault(); takeSaved(li); return; } }
      if (event.key === "Escape") { saved.hidden = true; return; }
    }
    if (event.key === "Escape") { if (typing) typing.blur(); $$("details.menu[open]").forEach((d) => { d.open = false; }); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog[open]")) return;
    if (first === "g" && GOES[event.key]) { first = ""; location.href = GOES[event.key]; return; }
    first = event.key === "g" ? "g" : "";
    if (first) { setTimeout(() => { first = ""; }, 1200); return; }
    const act = {
      j: () => move(at + 1), k: () => move(at - 1), "?": () => $("#keys")?.showModal(), "/": () => $("#q")?.focus(),
      o: () => { const row = rows()[at]; if (row) location.href = $("a.subject", row).href; },
      x: () => { const box = $("input", rows()[at] ?? document.createElement("i")); if (box) box.click(); },
      p: () => { const row = rows()[at]; if (row) show(row); },
      r: () => (isTicket ? tab("reply") : rows()[at] && (location.href = `${$("a.subject", rows()[at]).href}#reply`)),
      n: () => (isTicket ? tab("note") : rows()[at] && (location.href = `${$("a.subject", rows()[at]).href}#note`)),
      a: () => (isTicket ? doAct("mine") : onRow("assign:me")),
      e: () => (isTicket ? doAct("done") : onRow("status:resolved")),
      c: () => { const more = $("#other-intent"); if (more) { more.open = true; $("select", more).focus(); } },
      m: () => isTicket && ask(),
      z: () => $("button", undo ?? document.createElement("i"))?.click(),
      s: () => { const part = $("#split"); if (part) { part.open = true; $("input[type=checkbox]", part).focus(); } },
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  if (isTicket && (location.hash === "#reply" || location.hash === "#note")) tab(location.hash.slice(1));

  // Fetch answers that are refusals are told, never swallowed.
  document.addEventListener("htmx:response:error", () => toast(say("That did not work. Load the page again.", "操作失败，请重新加载页面。")));
  document.addEventListener("htmx:config:request", (event) => { const headers = event.detail?.ctx?.request?.headers; if (headers) headers["X-CSRF-Token"] = csrf; });
})();
