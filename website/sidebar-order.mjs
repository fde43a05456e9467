// Orders the pages of a category. A page that is not named here comes after those that are, so a new
// page cannot be missing from the sidebar.
const ORDER = [
  'start/tour',
  'start/kind',
  'start/compose',
  'start/faq',
  'install/helm',
  'install/companion',
  'install/standalone',
  'install/temporal-cloud',
  'install/migrate',
  'install/gitops',
  'install/compatibility',
  'install/upgrade',
  'install/uninstall',
  'use/savepoint',
  'use/jobs',
  'use/schedules',
  'use/triggers',
  'use/retention',
  'operate/troubleshooting/README',
  'operate/troubleshooting/no-state',
  'operate/troubleshooting/trigger-pending',
  'operate/troubleshooting/in-progress',
  'operate/troubleshooting/failed',
  'operate/troubleshooting/abandoned',
  'operate/troubleshooting/incomplete',
  'operate/troubleshooting/terminating',
  'operate/troubleshooting/savepoint-left',
  'operate/troubleshooting/signal-ignored',
  'operate/troubleshooting/no-scheduled-snapshot',
  'operate/troubleshooting/not-ready',
  'operate/troubleshooting/request-refused',
  'operate/troubleshooting/namespace-gone',
  'operate/troubleshooting/two-clusters',
  'operate/troubleshooting/job-not-started',
  'operate/troubleshooting/job-held',
  'operate/troubleshooting/job-rolled-back',
  'operate/troubleshooting/job-lost',
  'operate/runbook',
  'operate/operations',
  'operate/outages',
  'operate/logs',
  'operate/high-availability',
  'operate/security',
  'operate/scale',
  'reference/configuration',
  'reference/annotations',
  'reference/command-line',
  'reference/standalone',
  'reference/events',
  'reference/metrics',
  'reference/flink-rest',
  'reference/glossary',
  'explain/architecture',
  'explain/decisions/README',
  'explain/reliability',
  'explain/threat-model',
  'explain/benchmark',
  'explain/comparison',
  'contribute/first-change',
  'contribute/recipes',
  'contribute/behaviour',
];

const idOf = (item) => (item.type === 'category' ? item.link?.id : item.id);

const positionOf = (item) => {
  const position = ORDER.indexOf(idOf(item));
  return position < 0 ? ORDER.length : position;
};

const sorted = (items) =>
  items
    .map((item) => (item.type === 'category' ? {...item, items: sorted(item.items)} : item))
    .sort((a, b) => positionOf(a) - positionOf(b));

export default async function inOrder({defaultSidebarItemsGenerator, ...options}) {
  return sorted(await defaultSidebarItemsGenerator(options));
}
