// The tabs: one panel is shown; arrow keys move between them (WAI-ARIA's pattern of tabs).
import { byId, create, setText } from './dom.js';
import { HubPanel } from './hub_panel.js';
import { hubTasks } from './hub_tasks.js';
import { KindsPanel, kindsTab } from './kinds_panel.js';

const others = [
  { ...kindsTab, create: (/** @type {HTMLElement} */ panel) => new KindsPanel(panel) },
  ...hubTasks.map((task) => ({
    ...task,
    create: (/** @type {HTMLElement} */ panel) => new HubPanel(task, panel),
  })),
];

/** A tab makes no request to the Hub before it is opened. */
export function addTabs() {
  const list = byId('tabs', HTMLElement);
  const first = byId('tab-personal-data', HTMLButtonElement);
  const title = byId('heading', HTMLElement);
  const lede = byId('lede', HTMLElement);
  const tabs = [
    {
      tab: first,
      panel: byId('panel-personal-data', HTMLElement),
      heading: title.textContent ?? '',
      about: lede.textContent ?? '',
      open() {},
    },
  ];
  for (const { id, tab: name, heading, about, create: createContent } of others) {
    const tab = create('button', 'tab', name);
    tab.type = 'button';
    tab.id = `tab-${id}`;
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', `panel-${id}`);
    const panel = create('div');
    panel.id = `panel-${id}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    list.append(tab);
    byId('panels', HTMLElement).append(panel);
    const content = createContent(panel);
    tabs.push({ tab, panel, heading, about, open: () => content.open() });
  }

  const select = (/** @type {number} */ index) => {
    for (const [i, { tab, panel }] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(i === index));
      tab.tabIndex = i === index ? 0 : -1;
      panel.hidden = i !== index;
    }
    setText(title, tabs[index].heading);
    setText(lede, tabs[index].about);
    // It describes the first tab's model; the other tabs describe theirs themselves.
    byId('runtime', HTMLElement).hidden = index > 0;
    tabs[index].open();
  };
  for (const [i, { tab }] of tabs.entries()) {
    tab.addEventListener('click', () => {
      select(i);
      tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }
  list.addEventListener('keydown', (event) => {
    const at = tabs.findIndex(({ tab }) => tab === document.activeElement);
    const last = tabs.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    // Only the focus moves, because opening a tab may make a request to the Hub.
    tabs[next].tab.focus();
  });
  select(0);
}
