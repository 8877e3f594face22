// Search and filters of the overview. Everything that is shown is put in as text; what is chosen stands in the
// address behind the #, so that a link or the way back shows the same.
"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const data = JSON.parse(get("data").textContent);
  const fields = ["q", "app", "env", "author", "state", "since", "until"];
  const body = get("records").tBodies[0];
  const page = 50;
  let shown = page;

  const plain = (text) => text.normalize("NFC").toLowerCase();
  const names = { app: data.apps, env: data.envs, author: data.authors };
  const rows = data.rows.map(([slug, date, app, env, author, state, done, total, title, numbers]) => ({
    slug, date, app, env, author, state, done, total, title,
    text: plain([title, date, data.apps[app] ?? "", data.envs[env] ?? "", data.authors[author] ?? "",
      data.states[state][1], numbers.map((n) => "#" + n).join(" "), slug].join(" ")),
  }));

  const fill = (id, options) => {
    for (const [value, words] of options) {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = words;
      get(id).append(option);
    }
  };
  for (const id of ["app", "env", "author"]) fill(id, names[id].map((name) => [name, name]));
  fill("state", data.states);

  const wanted = () => Object.fromEntries(fields.map((id) => [id, get(id).value.trim()]));

  const matching = (want) => {
    const words = plain(want.q).split(/\s+/).filter(Boolean);
    const at = (list, name) => (name === "" ? null : list.indexOf(name));
    const app = at(data.apps, want.app), env = at(data.envs, want.env), author = at(data.authors, want.author);
    const state = want.state === "" ? null : data.states.findIndex(([name]) => name === want.state);
    return rows.filter((row) =>
      (app === null || row.app === app) && (env === null || row.env === env) &&
      (author === null || row.author === author) && (state === null || row.state === state) &&
      (want.since === "" || (row.date !== "" && row.date >= want.since)) &&
      (want.until === "" || (row.date !== "" && row.date <= want.until)) &&
      words.every((word) => row.text.includes(word)));
  };

  const cell = (name, text, href) => {
    const cell = document.createElement("td");
    cell.className = name;
    const words = document.createElement("bdi");
    words.textContent = text;
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.append(words);
      cell.append(link);
    } else {
      cell.append(words);
    }
    return cell;
  };

  const line = (row) => {
    const line = document.createElement("tr");
    const [state, words] = data.states[row.state];
    const badge = document.createElement("span");
    badge.className = "badge " + state;
    badge.textContent = words;
    const stateCell = document.createElement("td");
    stateCell.className = "state";
    stateCell.append(badge);
    const dash = "–";
    line.append(
      cell("date", row.date || dash),
      cell("title", row.title, "records/" + encodeURIComponent(row.slug) + ".html"),
      cell("app", data.apps[row.app] ?? dash, row.app < 0 ? "" : "apps/" + encodeURIComponent(data.appSlugs[row.app]) + ".html"),
      cell("env", data.envs[row.env] ?? dash),
      cell("author", data.authors[row.author] ?? dash),
      stateCell,
      cell("progress", row.done + "/" + row.total),
    );
    return line;
  };

  const show = () => {
    const found = matching(wanted());
    const lines = document.createDocumentFragment();
    for (const row of found.slice(0, shown)) lines.append(line(row));
    body.replaceChildren(lines);
    const status = get("found");
    status.textContent = found.length === 0 ? status.dataset.none : found.length + " " + status.dataset.found;
    get("more").hidden = found.length <= shown;
  };

  const write = () => {
    const want = wanted();
    const parts = fields.filter((id) => want[id] !== "").map((id) => id + "=" + encodeURIComponent(want[id]));
    history.replaceState(null, "", parts.length === 0 ? "#all" : "#" + parts.join("&"));
  };

  const read = (scroll) => {
    const text = location.hash.slice(1);
    if (text !== "" && !text.includes("=")) return text === "all" && reset();
    const known = new URLSearchParams(text);
    for (const id of fields) get(id).value = known.get(id) ?? "";
    shown = page;
    show();
    if (text !== "" && scroll) {
      get("all").scrollIntoView();
      get("q").focus({ preventScroll: true });
    }
  };

  const reset = () => {
    for (const id of fields) get(id).value = "";
    shown = page;
    show();
  };

  const changed = () => {
    shown = page;
    write();
    show();
  };
  for (const id of fields) get(id).addEventListener("input", changed);
  get("clear").addEventListener("click", () => {
    reset();
    write();
    get("q").focus();
  });
  get("more").addEventListener("click", () => {
    const first = shown;
    shown += page;
    show();
    body.rows[first]?.querySelector("a")?.focus();
  });
  addEventListener("hashchange", () => read(true));
  addEventListener("keydown", (event) => {
    const at = document.activeElement;
    const typing = at && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      get("q").focus();
    } else if (event.key === "Escape" && at === get("q") && at.value !== "") {
      at.value = "";
      changed();
    }
  });
  document.querySelector(".filters").hidden = false;
  read(location.hash !== "");
  if (location.hash === "" || location.hash === "#all") show();
})();
