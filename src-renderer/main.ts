// First script of the window. Listens for the host's ports at once (they come when the document is ready), then
// mounts the app. The host may be the desktop's preload or Lynk Web's page.
import { config } from 'zod';
import App from './App.vue';
import { waitForClients } from './bridge/connect.ts';
import { createWindowApp } from './window-app.ts';

// The content security policy forbids generated code; without this zod would try it once and be reported.
config({ jitless: true });

void waitForClients(window).then((clients) => {
  createWindowApp(App, clients).app.mount('#app');
});
