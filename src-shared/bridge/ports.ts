// How the window gets its two message ports from whoever hosts it. The desktop's preload posts them to the page
// (`window.postMessage`) under these names, the service's first, then the shell's; the browser host makes them itself.
export const PORTS_MESSAGE = 'lynk:ports';
/** IPC channel on which the page's preload asks the main process for its ports. */
export const PORTS_CHANNEL = 'lynk:ports';
