// The proof's preload: what the page may do, and where it runs.
'use strict';
const { contextBridge, ipcRenderer } = require('electron');
globalThis.onlyInThePreload = true;
contextBridge.exposeInMainWorld('proof', {
  add: (a, b) => a + b,
  call: (listener) => listener('from the preload'),
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  send: (channel) => ipcRenderer.send(channel),
  givePort: (greeting) => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage('give-port', greeting, [port1]);
    return new Promise((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
      port2.postMessage('page');
    });
  },
  onNote: (listener) => void ipcRenderer.on('note', (_event, text) => listener(text)),
  missing: () => ipcRenderer.sendSync('anything'),
});
ipcRenderer.on('port', (event, message) => window.postMessage({ port: message }, '*', event.ports));
