// Which devices of an extension are registered: event 30007 tells of one device at a time, and an extension is
// online while at least one is.
export class OnlineDevices {
  readonly #registered = new Map<string, Set<string>>();

  /** What a whole read of the extension said. */
  set(extension: string, devices: Iterable<string>): void {
    this.#registered.set(extension, new Set(devices));
  }

  /** Takes in one change; true when the extension has a registered device now. */
  change(extension: string, device: string, isRegistered: boolean): boolean {
    const devices = this.#registered.get(extension) ?? new Set<string>();
    this.#registered.set(extension, devices);
    if (isRegistered) devices.add(device);
    else devices.delete(device);
    return devices.size > 0;
  }
}
