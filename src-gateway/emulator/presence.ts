// How an extension is to be had: its presence and the devices it is registered with. Seen in extension/list, told
// by 30009 and 30007 where the extension's monitor is on.
import type { Device, Extension, Presence } from './model/entities.ts';
import { EVENT } from './model/event-feed.ts';
import type { World } from './world.ts';

const KIND = {
  sip_phone: 'Sip',
  linkus_desktop: 'Desktop',
  linkus_mobile: 'Mobile',
  linkus_web: 'Web',
} satisfies Record<Device, string>;

export function setPresence(world: World, extension: Extension, presence: Presence): void {
  extension.presence = presence;
  if (!extension.monitors.presence) return;
  world.events.publish(EVENT.presence, { extension: extension.number, status: presence });
}

export function setRegistered(
  world: World,
  extension: Extension,
  device: Device,
  isRegistered: boolean,
): void {
  if (extension.devices.includes(device) === isRegistered) return;
  extension.devices = isRegistered
    ? [...extension.devices, device]
    : extension.devices.filter((other) => other !== device);
  if (!extension.monitors.register) return;
  world.events.publish(EVENT.registration, {
    extension: extension.number,
    kind: KIND[device],
    status: isRegistered ? 'Registered' : 'Unregistered',
    registered_ip: isRegistered ? '192.0.2.10' : '',
  });
}
