// Hands the page its two message ports and nothing else: no API of Electron ever reaches it.
import { ipcRenderer } from 'electron';
import { PORTS_CHANNEL, PORTS_MESSAGE } from '#shared/bridge/ports.ts';

ipcRenderer.once(PORTS_CHANNEL, (event) => {
  window.postMessage(PORTS_MESSAGE, window.location.origin, [...event.ports]);
});
// By then the page's own script listens: modules run before this event.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(PORTS_CHANNEL));
