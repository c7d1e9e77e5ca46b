// One tab at a time: the database belongs to whoever holds the lock of this origin. "Use here" asks the holder to
// let go; a holder that does not (hung, frozen by the browser) loses the lock by force.
const LOCK = 'lynk:holder';
const CHANNEL = 'lynk:tabs';
const RELEASE = 'release';
/** Longer than the holder needs to drain its outbox writes and close its files. */
const PATIENCE_MS = 5000;

export interface TabLock {
  /** True for the holder. */
  readonly isHolder: boolean;
}

export interface TabLockOptions {
  /** Take the lock from another tab. */
  readonly force: boolean;
  /** Another tab wants it, or has taken it: stop everything. The lock is let go when the promise is through. */
  readonly onRelease: () => Promise<void>;
}

/** Holds the lock until `release` is through, or until it is stolen. Resolves when the answer is known. */
function request(options: LockOptions, release: Promise<void>, onStolen: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(LOCK, options, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : release;
      })
      // Rejected when the wait was given up (false stands) or the lock was stolen from us.
      .catch(() => {
        resolve(false);
        onStolen();
      });
  });
}

/** Takes the lock if it may. Without the Web Locks API (an insecure address) every tab is a holder. */
export async function takeTabLock({ force, onRelease }: TabLockOptions): Promise<TabLock> {
  if (!('locks' in navigator)) return { isHolder: true };
  const tabs = new BroadcastChannel(CHANNEL);
  let letGo = (): void => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    tabs.close();
    void onRelease().finally(letGo);
  };
  const hold = (options: LockOptions): Promise<boolean> => {
    let isHeld = false;
    return request(options, released, () => isHeld && end()).then((held) => (isHeld = held));
  };

  let isHolder = await hold({ ifAvailable: true });
  if (!isHolder && force) {
    tabs.postMessage(RELEASE);
    isHolder = await hold({ signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!isHolder) isHolder = await hold({ steal: true });
  }
  if (isHolder) tabs.addEventListener('message', end);
  else tabs.close();
  return { isHolder };
}
