// The site in a real browser, opened from disk: `node tests/browser/run.mjs REPORT [OUT]`. Needs Node, git and the
// distribution's Chromium; axe-core is taken from npm where that can be reached. Pictures stay in OUT.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { write } from "./history.mjs";

const report = resolve(process.argv[2] ?? "target/debug/report");
const out = resolve(process.argv[3] ?? "target/browser");
const now = String(Date.UTC(2025, 11, 6, 0, 0, 0) / 1000);
const chromium = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].find(
  (name) => name && spawnSync(name, ["--version"]).status === 0);
if (!chromium) {
  console.error("there is no Chromium: install the distribution's package, or name one with CHROMIUM");
  process.exit(77);
}

const failures = [];
let checks = 0;
const check = (holds, what) => {
  checks++;
  if (!holds) failures.push(what);
};

// axe-core, unpacked from its package; nothing of it is run on this machine but in the browser.
function axe() {
  const dir = resolve("target/tools/axe");
  const file = join(dir, "package/axe.min.js");
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true });
    const packed = spawnSync("npm", ["pack", "--silent", "axe-core@4.14.1"], { cwd: dir, encoding: "utf8" });
    if (packed.status !== 0) return null;
    spawnSync("tar", ["-xzf", packed.stdout.trim()], { cwd: dir });
  }
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

// The browser's protocol over a pipe: messages end with a zero byte.
class Browser {
  constructor(profile) {
    this.process = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=ko",
      "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    [this.to, this.from] = [this.process.stdio[3], this.process.stdio[4]];
    [this.next, this.waiting, this.listeners, this.rest] = [1, new Map(), [], ""];
    this.from.setEncoding("utf8");
    this.from.on("data", (data) => {
      const parts = (this.rest + data).split("\0");
      this.rest = parts.pop();
      for (const part of parts) this.take(JSON.parse(part));
    });
  }
  take(message) {
    if (message.id) {
      const { resolve, reject } = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      message.error ? reject(new Error(JSON.stringify(message.error))) : resolve(message.result);
    } else {
      for (const listener of this.listeners) listener(message);
    }
  }
  send(method, params = {}, sessionId) {
    const id = this.next++;
    this.to.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }
}

const KEYS = { Tab: 9, Enter: 13, Escape: 27, " ": 32, ArrowDown: 40, "/": 191 };

class Tab {
  static async open(browser, { width, height, scale, dark }) {
    const tab = new Tab();
    tab.browser = browser;
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    tab.targetId = targetId;
    ({ sessionId: tab.session } = await browser.send("Target.attachToTarget", { targetId, flatten: true }));
    [tab.messages, tab.requests] = [[], []];
    tab.listener = ({ sessionId, method, params }) => {
      if (sessionId !== tab.session) return;
      if (method === "Runtime.consoleAPICalled") tab.messages.push(params.args.map((a) => a.value ?? a.description).join(" "));
      if (method === "Runtime.exceptionThrown") tab.messages.push(params.exceptionDetails.text + (params.exceptionDetails.exception?.description ?? ""));
      if (method === "Log.entryAdded") tab.messages.push(params.entry.text);
      if (method === "Network.requestWillBeSent") tab.requests.push(params.request.url);
      if (method === "Page.loadEventFired") tab.loaded?.();
    };
    browser.listeners.push(tab.listener);
    for (const domain of ["Runtime", "Log", "Network", "Page"]) await tab.send(`${domain}.enable`);
    await tab.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile: width < 600 });
    await tab.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }] });
    return tab;
  }
  send(method, params) { return this.browser.send(method, params, this.session); }
  async go(url) {
    const loaded = new Promise((resolve) => { this.loaded = resolve; });
    await this.send("Page.navigate", { url: "about:blank" });
    await loaded;
    const again = new Promise((resolve) => { this.loaded = resolve; });
    await this.send("Page.navigate", { url });
    await again;
  }
  async run(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  }
  async key(key) {
    const event = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: KEYS[key] };
    const text = key === "Enter" ? "\r" : key.length === 1 ? key : undefined;
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }
  type(text) { return this.send("Input.insertText", { text }); }
  async picture(name, height = 4000, scale = 1) {
    const { cssContentSize: size } = await this.send("Page.getLayoutMetrics");
    const clip = { x: 0, y: 0, width: size.width, height: Math.min(size.height, height), scale };
    const { data } = await this.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip });
    writeFileSync(join(out, `${name}.png`), Buffer.from(data, "base64"));
  }
  async close() {
    this.browser.listeners.splice(this.browser.listeners.indexOf(this.listener), 1);
    await this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }
}

// `report site` of a workspace in a language.
function site(workspace, lang, dir, more = []) {
  const run = spawnSync(report, ["site", dir, "--lang", lang, ...more], { cwd: workspace, encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: workspace, SOURCE_DATE_EPOCH: now } });
  if (run.status !== 0) throw new Error(run.stderr);
}

// Where a record of a state is.
const first = (tab, state) => tab.run(`[...document.querySelectorAll("#records tbody tr")].find((row) => row.querySelector(".badge.${state}"))?.querySelector("a").href`);
const found = (tab) => tab.run("document.querySelectorAll('#records tbody tr').length");
const active = (tab) => tab.run("(document.activeElement.id || document.activeElement.textContent || '').trim()");

async function searches(tab, lang, index) {
  await tab.go(index);
  check(!(await tab.run("document.querySelector('.filters').hidden")), `${lang}: the filters are there`);
  await tab.key("/");
  check(await active(tab) === "q", `${lang}: / leads to the search`);
  await tab.type("결제 톨러");
  const korean = await found(tab);
  check(korean > 0 && korean < 20, `${lang}: a search in Korean finds some (${korean})`);
  check(await tab.run("[...document.querySelectorAll('#records tbody tr')].every((row) => row.textContent.includes('결제') && row.textContent.includes('톨러레이션'))"), `${lang}: and all of them fit`);
  // Decomposed letters, as some systems type them, are the same.
  await tab.run("(() => { const q = document.getElementById('q'); q.value = '결제 톨러'.normalize('NFD'); q.dispatchEvent(new Event('input')); })()");
  check(await found(tab) === korean, `${lang}: decomposed letters find the same`);
  check((await tab.run("location.hash")).startsWith("#q="), `${lang}: the search stands in the address`);
  await tab.key("Escape");
  check(await tab.run("document.getElementById('q').value") === "", `${lang}: Escape empties it`);
  // By the keyboard alone: from the search to the next fields, and a choice.
  await tab.key("Tab");
  check(await active(tab).then((id) => id.startsWith("app")), `${lang}: Tab leads to the application`);
  await tab.run("(() => { const s = document.getElementById('state'); s.value = 'failing'; s.dispatchEvent(new Event('input')); })()");
  const failing = await found(tab);
  check(failing > 0 && await tab.run("[...document.querySelectorAll('#records tbody tr')].every((row) => row.querySelector('.badge.failing'))"), `${lang}: only failing ones`);
  const address = await tab.run("location.href");
  check(address.endsWith("#state=failing"), `${lang}: the state stands in the address: ${address}`);
  await tab.go(address);
  check(await found(tab) === failing, `${lang}: the address shows the same again`);
  await tab.go(`${index}#since=2025-11-01&until=2025-11-30&env=prod`);
  check(await tab.run("[...document.querySelectorAll('#records tbody tr')].every((row) => row.querySelector('.date').textContent.startsWith('2025-11') && row.querySelector('.env').textContent === 'prod')") && await found(tab) > 0, `${lang}: dates and environments`);
  await tab.go(`${index}#q=nothing-like-that`);
  check(await found(tab) === 0 && (await tab.run("document.getElementById('found').textContent")).length > 3, `${lang}: nothing found is said`);
  await tab.run("document.getElementById('clear').click()");
  check(await found(tab) === 50, `${lang}: all again, the first fifty`);
  await tab.run("document.getElementById('more').click()");
  check(await found(tab) === 60, `${lang}: and the others`);
}

async function evidence(tab, lang, page) {
  await tab.go(page);
  check(await tab.run("document.querySelector('.item.failed').open"), `${lang}: what failed is open`);
  check((await tab.run("document.querySelector('.item.failed').textContent")).includes("$ kubectl"), `${lang}: with its evidence`);
  await tab.run("document.getElementById('content').focus()");
  // By the keyboard alone: to the first item, and open it.
  for (let n = 0; n < 20 && !(await tab.run("document.activeElement.tagName === 'SUMMARY'")); n++) await tab.key("Tab");
  check(await tab.run("document.activeElement.tagName === 'SUMMARY'"), `${lang}: Tab leads to an item`);
  const before = await tab.run("document.activeElement.parentElement.open");
  await tab.key("Enter");
  check(await tab.run("document.activeElement.parentElement.open") !== before, `${lang}: Enter opens it`);
  check(await tab.run("getComputedStyle(document.activeElement).outlineStyle") === "solid", `${lang}: the focus is seen`);
}

async function accessible(tab, source, name) {
  await tab.send("Page.setBypassCSP", { enabled: true });
  await tab.go(await tab.run("location.href"));
  await tab.run(source);
  const { violations } = JSON.parse(await tab.run("axe.run(document, { resultTypes: ['violations'], preload: false }).then((r) => JSON.stringify({ violations: r.violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => n.html) })) }))"));
  for (const one of violations) {
    check(!["serious", "critical"].includes(one.impact), `${name}: axe: ${one.id} (${one.impact}): ${one.nodes.join(" ")}`);
    if (!["serious", "critical"].includes(one.impact)) console.log(`${name}: axe: ${one.id} (${one.impact}): ${one.nodes[0]}`);
  }
  check(true, name);
  await tab.send("Page.setBypassCSP", { enabled: false });
}

const work = mkdtempSync(join(tmpdir(), "report-browser-"));
mkdirSync(out, { recursive: true });
const browser = new Browser(join(work, "profile"));
const limit = setTimeout(() => { console.error("the browser does not answer"); browser.process.kill(); process.exit(1); }, 300_000);
try {
  write(join(work, "team"), 60);
  mkdirSync(join(work, "har"));
  writeFileSync(join(work, "har/nightly.har"), '{"log": {"entries": []}}\n');
  const source = axe();
  if (!source) console.error("accessibility was not checked: axe-core cannot be reached from here");
  for (const lang of ["ko", "en"]) {
    const dir = join(work, lang);
    site(join(work, "team"), lang, dir, ["--evidence", join(work, "har")]);
    const index = pathToFileURL(join(dir, "index.html")).href;
    for (const dark of [false, true]) {
      for (const [size, width, height, scale] of [["screen", 1280, 900, 1], ["phone", 390, 844, 2]]) {
        const name = `${lang}-${dark ? "dark" : "light"}-${size}`;
        const tab = await Tab.open(browser, { width, height, scale, dark });
        await tab.go(index);
        const failing = await first(tab, "failing");
        const app = await tab.run("document.querySelector('.where tbody th a').href");
        const pages = { overview: index, record: failing, application: app, measures: index.replace("index", "measures") };
        for (const [page, url] of Object.entries(pages)) {
          await tab.go(url);
          await tab.picture(`${page}-${name}`);
          // As docs/site has them.
          if (size === "screen") await tab.picture(`small-${page}-${name}`, 1400, 0.6);
          const wide = await tab.run("document.documentElement.scrollWidth - document.documentElement.clientWidth");
          check(wide <= 0, `${page}-${name}: nothing sticks out (${wide})`);
          if (source && (size === "screen" || page !== "measures")) await accessible(tab, source, `${page}-${name}`);
        }
        if (size === "screen" && !dark) {
          await searches(tab, lang, index);
          await evidence(tab, lang, failing);
          await tab.go(failing);
          const { data } = await tab.send("Page.printToPDF", { preferCSSPageSize: true });
          writeFileSync(join(out, `record-${lang}.pdf`), Buffer.from(data, "base64"));
          check(data.length > 20_000, `${lang}: a record prints`);
        }
        check(tab.messages.length === 0, `${name}: no console message: ${tab.messages.join("; ")}`);
        const outside = tab.requests.filter((url) => !/^(file|data|about):/.test(url));
        check(outside.length === 0, `${name}: nothing is loaded from elsewhere: ${outside}`);
        await tab.close();
      }
    }
  }
  // A thousand records: search within a frame, the page below 200 kB.
  write(join(work, "large"), 1000);
  site(join(work, "large"), "ko", join(work, "many"));
  const bytes = readFileSync(join(work, "many/index.html")).length;
  const tab = await Tab.open(browser, { width: 1280, height: 900, scale: 1, dark: false });
  await tab.go(pathToFileURL(join(work, "many/index.html")).href);
  const took = await tab.run("(() => { const q = document.getElementById('q'); const times = []; for (const word of ['결', '결제', '결제 톨', 'alloy', '#4500', '']) { q.value = word; const from = performance.now(); q.dispatchEvent(new Event('input')); times.push(performance.now() - from); } return Math.max(...times); })()");
  console.log(`1000 records: the overview has ${Math.round(bytes / 1000)} kB, the slowest of six searches took ${took.toFixed(1)} ms`);
  check(bytes < 200_000, `the overview of 1000 records has ${bytes} bytes`);
  await tab.close();
} finally {
  clearTimeout(limit);
  await Promise.race([browser.send("Browser.close").catch(() => {}), new Promise((resolve) => setTimeout(resolve, 3000))]);
  browser.process.kill();
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed; pictures are in ${out}`);
process.exit(failures.length === 0 ? 0 : 1);
