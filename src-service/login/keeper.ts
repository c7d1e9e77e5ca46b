// Who is signed in: opens the last account at start (without waiting for any network), signs in and out, and signs
// in by itself at an open gateway. One thing at a time: whoever comes second waits.
import type { Change } from '#shared/bridge/changes.ts';
import type { Account, LinkState } from '#shared/bridge/rows.ts';
import { SignIn } from '#shared/link/http.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Disposable } from '#shared/model/disposable.ts';
import { parse } from '#shared/model/parse.ts';
import { Backoff } from '../link/backoff.ts';
import { askAbout, askSignIn, askSignOut, gatewayOrigin } from '../link/gateway-http.ts';
import type { ServicePorts } from '../ports.ts';
import { AccountBook, accountId, publicAccount, type StoredAccount } from './account-book.ts';
import { Login } from './login.ts';

/** Where to sign in by itself; without `extension` the first agent that the gateway offers. */
export interface AutoSignIn {
  readonly gateway: string;
  readonly extension?: string;
}

export class Keeper {
  readonly #ports: ServicePorts;
  readonly #book: AccountBook;
  readonly #publish: (changes: readonly Change[]) => void;
  readonly #backoff: Backoff;
  #login: Login | null = null;
  #auto: AutoSignIn | null = null;
  #autoTimer: Disposable | null = null;
  #signedOut: LinkState;
  #queue: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(ports: ServicePorts, publish: (changes: readonly Change[]) => void) {
    this.#ports = ports;
    this.#publish = publish;
    this.#book = new AccountBook(ports.credentials, ports.log);
    this.#backoff = new Backoff(ports.random, 500);
    this.#signedOut = { state: 'signedOut', since: ports.clock.now(), retryAt: null, error: null };
  }

  /** @throws AppError `auth.tokenInvalid` when nobody is signed in */
  get login(): Login {
    if (this.#login === null) throw new AppError('auth.tokenInvalid', { message: 'Nobody is signed in.' });
    return this.#login;
  }

  get isSignedIn(): boolean {
    return this.#login !== null;
  }

  account(): Account | null {
    return this.#login === null ? null : publicAccount(this.#login.account);
  }

  linkState(): LinkState {
    return this.#login?.link.state ?? this.#signedOut;
  }

  /** What a new subscriber is told first. */
  state(): Change[] {
    const account: Change = { kind: 'account', account: this.account() };
    if (this.#login !== null) return [account, ...this.#login.state()];
    const none = { total: 0, unread: 0 };
    return [
      account,
      { kind: 'link', link: this.#signedOut },
      { kind: 'counts', counts: { recent: none, archived: none, campaign: none, waiting: 0 } },
      { kind: 'outbox', waiting: 0, failed: 0 },
    ];
  }

  /** @throws AppError `store.*` when the files of the last account cannot be opened */
  async start(auto: AutoSignIn | undefined): Promise<void> {
    const stored = await this.#book.current();
    this.#auto = auto === undefined ? null : { ...auto, gateway: gatewayOrigin(auto.gateway) };
    if (this.#auto === null) {
      if (stored !== null) await this.#open(stored);
      return;
    }
    const { gateway, extension } = this.#auto;
    const isSame = stored?.isAutomatic === true && (extension ?? stored.extension) === stored.extension;
    if (isSame) await this.#open({ ...stored, gateway });
    else if (stored !== null && !stored.isAutomatic) await this.#open(stored);
    else {
      // Not `signedOut`: nobody is to be asked for a password meanwhile.
      this.#tellWithoutLogin('connecting');
      this.#signInByItself();
    }
  }

  async signIn(input: {
    gateway: string;
    extension: string;
    password?: string | undefined;
  }): Promise<Account> {
    const gateway = gatewayOrigin(input.gateway);
    return this.#oneAtATime(async () => {
      const { extension, password } = input;
      await this.#signIn(gateway, extension, password, false);
      return publicAccount(this.login.account);
    });
  }

  async signOut(forget: boolean): Promise<void> {
    await this.#oneAtATime(async () => {
      const { account } = this.login;
      this.#auto = null;
      this.#close();
      await this.#book.remove(account.id);
      try {
        await askSignOut(this.#ports.http, account.gateway, account.token);
      } catch (cause) {
        // Offline: the token ends by itself; this computer has forgotten it either way.
        this.#ports.log.warn('The gateway was not told of the sign-out', { cause: String(cause) });
      }
      if (forget) await this.#ports.storage.removeAccount(account.id);
      this.#tellWithoutLogin('signedOut');
      this.#publish([{ kind: 'reset', reason: 'accountChanged' }, ...this.state()]);
    });
  }

  /** Try at once, whatever was being waited for. */
  retry(): void {
    if (this.#login !== null) this.#login.link.retry();
    else if (this.#autoTimer !== null) this.#signInByItself();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#autoTimer?.dispose();
    // A gateway that never answers does not keep anybody from leaving.
    const patience = new Promise<void>((resolve) => this.#ports.clock.after(2000, resolve));
    await Promise.race([this.#queue, patience]);
    this.#close();
  }

  /** How it stands while no account is open; nothing to tell when one is. */
  #tellWithoutLogin(state: LinkState['state'], retryAt: number | null = null, error?: AppError): void {
    if (this.#login !== null) return;
    this.#signedOut = { state, since: this.#ports.clock.now(), retryAt, error: error?.toData() ?? null };
    this.#publish([{ kind: 'link', link: this.#signedOut }]);
  }

  async #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #signIn(
    gateway: string,
    extension: string,
    password: string | undefined,
    isAutomatic: boolean,
  ): Promise<void> {
    const { http, device } = this.#ports;
    const wanted = { extension, device, ...(password === undefined ? {} : { password }) };
    const request = parse(SignIn, wanted, 'auth.wrongPassword', 'Sign-in');
    const { token, agent } = await askSignIn(http, gateway, request);
    const id = accountId(gateway, agent.extension, isAutomatic);
    const account: StoredAccount = { id, gateway, ...agent, token, isAutomatic };
    await this.#book.setCurrent(account);
    if (!this.#isStopped) await this.#open(account);
  }

  async #open(account: StoredAccount): Promise<void> {
    this.#autoTimer?.dispose();
    this.#autoTimer = null;
    this.#close();
    const storage = await this.#ports.storage.openAccount(account.id);
    try {
      this.#login = new Login({
        ports: this.#ports,
        account,
        storage,
        publish: this.#publish,
        onLinkState: (state) => this.#onLinkState(account, state),
      });
    } catch (error) {
      storage.close();
      throw error;
    }
    this.#publish([{ kind: 'reset', reason: 'accountChanged' }, ...this.state()]);
    this.#login.start();
  }

  #close(): void {
    this.#login?.dispose();
    this.#login = null;
  }

  #onLinkState(account: StoredAccount, state: LinkState): void {
    if (state.state === 'live') this.#backoff.reset();
    const isTokenOver = state.state === 'refused' && state.error?.code === 'auth.tokenInvalid';
    // An open gateway that forgot its tokens (its data folder was deleted) lets its agent in again.
    if (isTokenOver && account.isAutomatic && this.#auto !== null) {
      this.#signInLater(this.#backoff.next(), { ...this.#auto, extension: account.extension });
    }
  }

  #signInLater(ms: number, auto: AutoSignIn): void {
    this.#auto = auto;
    this.#autoTimer?.dispose();
    this.#autoTimer = this.#ports.clock.after(ms, () => this.#signInByItself());
  }

  #signInByItself(): void {
    const auto = this.#auto;
    this.#autoTimer?.dispose();
    this.#autoTimer = null;
    if (auto === null || this.#isStopped) return;
    const attempt = async (): Promise<void> => {
      const about = await askAbout(this.#ports.http, auto.gateway);
      const extension = auto.extension ?? about.openAgents[0];
      if (about.signIn !== 'open' || extension === undefined) {
        this.#tellWithoutLogin('signedOut');
        return;
      }
      if (!this.#isStopped) await this.#signIn(auto.gateway, extension, undefined, true);
    };
    this.#oneAtATime(attempt).catch((cause: unknown) => {
      const error = AppError.from(cause);
      this.#ports.log.warn('Signing in by itself failed', { code: error.code });
      if (this.#isStopped) return;
      const delay = this.#backoff.next();
      this.#tellWithoutLogin('offline', this.#ports.clock.now() + delay, error);
      this.#signInLater(delay, auto);
    });
  }
}
