// VitePress' theme with the system's fonts, the demo's colours, a front page and examples that run.
import Theme from 'vitepress/theme-without-fonts';

import FrontPage from './FrontPage.vue';
import LiveExample from './LiveExample.vue';
import './style.css';

export default {
  extends: Theme,
  enhanceApp({ app }) {
    app.component('FrontPage', FrontPage);
    app.component('LiveExample', LiveExample);
  },
};
