// First script of the window. Listens for the host's ports at once (they come when the document is ready), then
// mounts the app. The host may be the desktop's preload or Lynk Web's page.
import '#shared/bridge/no-generated-code.ts';
import App from './App.vue';
import { waitForClients } from './bridge/connect.ts';
import { createWindowApp } from './window-app.ts';

void waitForClients(window).then((clients) => {
  createWindowApp(App, clients).app.mount('#app');
});
