/** Told to the gateway and shown in the preferences; the page comes from the gateway, so the two versions are one. */
export { version as WEB_VERSION } from '../package.json';
