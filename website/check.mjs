// Checks the built site: no page, style or font comes from another host, the icon is there, and each
// alert of the chart leads to a heading of a page.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const build = new URL('build/', import.meta.url).pathname;
const alerts = new URL('../helm/tidemark/alerts.yaml', import.meta.url);

// What a browser loads by itself. Links that a reader clicks, and the canonical address, are not.
const TAG = /<(?:script|img|iframe|source|video|audio|embed|object|link)\b[^>]*>/g;
const NOT_LOADED = /\brel="?(?:canonical|alternate)\b/;
const ATTRIBUTE = /\b(?:src|srcset|href|data)="?((?:https?:)?\/\/[^"\s>]+)/;
const STYLE = /(?:url\(["']?|@import\s+["'])((?:https?:)?\/\/[^"')]+)/g;
const SCRIPT = /(?:import\(|importScripts\(|fetch\(|\.src=|\.href=)["'`]((?:https?:)?\/\/[^"'`]+)/g;

const problems = [];
const report = (file, address) => problems.push(`${file.slice(build.length)} loads ${address}`);
const files = readdirSync(build, {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

for (const file of files) {
  if (!/\.(html|css|js|svg)$/.test(file)) {
    continue;
  }
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.html')) {
    for (const [tag] of text.matchAll(TAG)) {
      const address = !NOT_LOADED.test(tag) && tag.match(ATTRIBUTE)?.[1];
      if (address) {
        report(file, address);
      }
    }
  }
  const pattern = file.endsWith('.js') ? SCRIPT : STYLE;
  for (const [, address] of text.matchAll(pattern)) {
    report(file, address);
  }
}

const icon = join(build, 'icon.svg');
if (!existsSync(icon) || !readFileSync(icon, 'utf8').startsWith('<svg')) {
  problems.push('icon.svg, the favicon and logo of each page, is missing or no SVG');
}

const runbooks = readFileSync(alerts, 'utf8').matchAll(/runbook_url: docs\/(\S+)\.md#(\S+)/g);
let links = 0;
for (const [, page, heading] of runbooks) {
  links++;
  const file = join(build, page, 'index.html');
  if (!existsSync(file) || !new RegExp(`id="?${heading}["\\s>]`).test(readFileSync(file, 'utf8'))) {
    problems.push(`an alert links to docs/${page}.md#${heading}, which the site does not have`);
  }
  if (!existsSync(join(build, `docs/${page}.md`, 'index.html'))) {
    problems.push(`the site does not answer at docs/${page}.md, which an alert links to`);
  }
}
if (links === 0) {
  problems.push('no alert has a link');
}

console.log(`${files.length} files, ${links} links of alerts: ${problems.length} problems`);
problems.forEach((problem) => console.error(problem));
process.exit(problems.length === 0 ? 0 : 1);
