// Turns links to files outside of docs, such as ../../helm/tidemark/alerts.yaml, into links to the
// repository: to the branch main for the current pages, to the tag of the version for others.
import {existsSync, readFileSync, statSync} from 'node:fs';
import {dirname, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {visit} from 'unist-util-visit';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/** The address of the repository, which is the home of the chart. */
export const repository = readFileSync(resolve(root, 'helm/tidemark/Chart.yaml'), 'utf8').match(
  /^home: (\S+)$/m,
)[1];

const VERSIONED = /^website\/versioned_docs\/version-([^/]+)\//;

export default function repositoryLinks() {
  return (tree, page) => {
    const file = relative(root, page.path);
    const version = file.match(VERSIONED)?.[1];
    const original = file.replace(VERSIONED, 'docs/');
    visit(tree, ['link', 'definition'], (node) => {
      if (/^([a-z]+:|#|\/)/.test(node.url)) {
        return;
      }
      const [path, anchor] = node.url.split('#');
      const target = relative(root, resolve(root, dirname(original), path));
      if (target.startsWith('docs/')) {
        return;
      }
      if (!version && !existsSync(resolve(root, target))) {
        throw new Error(`${file} links to ${node.url}, but there is no file ${target}`);
      }
      const directory = !version && statSync(resolve(root, target)).isDirectory();
      node.url = `${repository}/${directory ? 'tree' : 'blob'}/${version ? `v${version}` : 'main'}/${target}${anchor ? `#${anchor}` : ''}`;
    });
  };
}
