// The site of the documentation. The pages are those of ../docs, as they are: they have to read well
// as plain files on a repository host too. README.md in this folder says how a version is cut.
import {copyFileSync, existsSync, readFileSync} from 'node:fs';
import {themes} from 'prism-react-renderer';
import repositoryLinks, {repository} from './repository-links.mjs';
import inOrder from './sidebar-order.mjs';

const read = (file, pattern) => readFileSync(new URL(file, import.meta.url), 'utf8').match(pattern)[1];
const next = read('../pom.xml', /<version>(\d+\.\d+)\.\d+-SNAPSHOT<\/version>/);
const onBackground = (theme, backgroundColor) => ({...theme, plain: {...theme.plain, backgroundColor}});
const cut = existsSync(new URL('versions.json', import.meta.url));

export default {
  title: 'Tidemark',
  tagline: 'Flink savepoints and checkpoints on Kubernetes as durable Temporal workflows',
  favicon: 'icon.svg',
  // Where the site is served. Only the canonical addresses in the pages' heads depend on the host.
  url: process.env.SITE_URL ?? 'http://localhost:3000',
  baseUrl: process.env.SITE_BASE_PATH ?? '/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  markdown: {
    format: 'detect', // .md is CommonMark, so that < and { need no care
    mermaid: true,
    hooks: {onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw'},
  },
  plugins: [
    [
      '@docusaurus/plugin-content-docs',
      {
        path: '../docs',
        routeBasePath: '/',
        sidebarPath: './sidebars.mjs',
        sidebarItemsGenerator: inOrder,
        beforeDefaultRemarkPlugins: [repositoryLinks],
        versions: {current: {label: `${next} (next)`, ...(cut ? {path: 'next', banner: 'unreleased'} : {})}},
      },
    ],
    [
      // The alerts link to docs/operate/runbook.md, which is a file of the repository. Each page
      // has such an address here too, so prometheusRule.runbookBaseUrl can be that of this site.
      '@docusaurus/plugin-client-redirects',
      {
        createRedirects: (path) =>
          [`/docs${path.replace(/\/$/, '')}.md`, `/docs${path}README.md`].filter((file) =>
            existsSync(new URL(`..${file}`, import.meta.url)),
          ),
      },
    ],
    // The icon of the site is that of the chart.
    () => ({
      name: 'icon',
      postBuild: ({outDir}) => copyFileSync(new URL('../helm/tidemark/icon.svg', import.meta.url), `${outDir}/icon.svg`),
    }),
    // A layout of Mermaid that no page uses and that is not installed: the bundler looks for it anyway.
    () => ({
      name: 'without-elk',
      configureWebpack: () => ({resolve: {alias: {'@mermaid-js/layout-elk': false}}}),
    }),
  ],
  themes: [
    ['@docusaurus/theme-classic', {customCss: './src/css/custom.css'}],
    '@docusaurus/theme-mermaid',
    [
      '@easyops-cn/docusaurus-search-local',
      {docsDir: '../docs', docsRouteBasePath: '/', indexBlog: false, hashed: true, explicitSearchResultPath: true},
    ],
  ],
  themeConfig: {
    colorMode: {respectPrefersColorScheme: true},
    docs: {sidebar: {hideable: true, autoCollapseCategories: false}},
    navbar: {
      title: 'Tidemark',
      logo: {alt: '', src: 'icon.svg'},
      items: [
        {type: 'docsVersionDropdown', position: 'right'},
        {href: repository, label: 'Repository', position: 'right'},
      ],
    },
    footer: {copyright: 'Tidemark is licensed under the Apache License 2.0.'},
    prism: {
      theme: onBackground(themes.vsLight, '#f6f8fa'),
      darkTheme: onBackground(themes.vsDark, '#26292e'),
      additionalLanguages: ['bash', 'java', 'json', 'yaml'],
    },
  },
};
