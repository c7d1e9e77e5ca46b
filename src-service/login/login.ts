// Everything that lives while one account is signed in: its two files, its link and what works between them. A
// fault of the store ends up here: a damaged cache is rebuilt, anything else is tried again with the next connection.
import type { Change } from '#shared/bridge/changes.ts';
import type { LinkState, SessionRow } from '#shared/bridge/rows.ts';
import { AppError } from '#shared/model/errors.ts';
import type { CommandId } from '#shared/model/ids.ts';
import { LiveCommands } from '../commands/live-commands.ts';
import { Files } from '../files/files.ts';
import { linkUrl } from '../link/gateway-http.ts';
import { Link } from '../link/link.ts';
import { Requests } from '../link/requests.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { AccountStorage, Clock, ServicePorts } from '../ports.ts';
import { openStore, OUTBOX_FILE, type Store } from '../store/store.ts';
import { History } from '../sync/history.ts';
import { Sync } from '../sync/sync.ts';
import type { StoredAccount } from './account-book.ts';

/** Notifications of events older than this are never asked for again: the gateway keeps seven days. */
const TOLD_FOR_MS = 30 * 24 * 60 * 60 * 1000;

interface LoginOptions {
  readonly ports: ServicePorts;
  readonly account: StoredAccount;
  readonly storage: AccountStorage;
  readonly publish: (changes: readonly Change[]) => void;
  readonly onLinkState: (state: LinkState) => void;
}

/** What works on an open store; replaced as a whole when the store has to be opened anew. */
interface Engine {
  readonly store: Store;
  readonly requests: Requests;
  readonly link: Link;
  readonly sync: Sync;
  readonly outbox: Outbox;
  readonly history: History;
  readonly live: LiveCommands;
}

export class Login {
  readonly account: StoredAccount;
  readonly files: Files;
  readonly #options: LoginOptions;
  #engine: Engine;
  #isDisposed = false;

  /** @throws AppError `store.*` when the files cannot be opened at all */
  constructor(options: LoginOptions) {
    const { ports, account, storage, publish } = options;
    this.#options = options;
    this.account = account;
    const { http, log } = ports;
    this.files = new Files({
      blobs: storage.blobs,
      http,
      log,
      gateway: account.gateway,
      token: account.token,
      publish,
    });
    this.#engine = this.#build();
    this.#engine.store.toldEvents.forgetBefore(ports.clock.now() - TOLD_FOR_MS);
  }

  get store(): Store {
    return this.#engine.store;
  }
  get outbox(): Outbox {
    return this.#engine.outbox;
  }
  get live(): LiveCommands {
    return this.#engine.live;
  }
  get history(): History {
    return this.#engine.history;
  }
  get link(): Link {
    return this.#engine.link;
  }

  start(): void {
    this.#engine.link.start();
  }

  newId(): CommandId {
    return this.#options.ports.random.uuidv7() as CommandId;
  }

  /** The account's part of the state of the moment, with what was lost when the files were opened. */
  state(): Change[] {
    const { store, outbox, link } = this.#engine;
    const losses = store.setAside.map(({ file }): Change => ({
      kind: 'reset',
      reason: file === OUTBOX_FILE ? 'outboxLost' : 'cacheRebuilt',
    }));
    return [
      ...losses,
      { kind: 'link', link: link.state },
      { kind: 'counts', counts: store.sessions.counts() },
      outbox.tally(),
    ];
  }

  /** Tells of a session's row as it is now: its draft or its outbox changed. */
  tellSession(row: SessionRow | null): void {
    if (row !== null) this.#options.publish([{ kind: 'session', row }]);
  }

  /** The store threw: a damaged file is set aside and rebuilt, anything else is tried again later. */
  fault(error: AppError): void {
    if (this.#isDisposed) return;
    this.#options.ports.log.error('The local data could not be read or written', error);
    if (error.code === 'store.corrupt') this.#rebuild(error);
    else this.#engine.link.resume(error);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#close();
    this.#options.storage.close();
  }

  #close(): void {
    const { link, sync, history, live, outbox, requests, store } = this.#engine;
    for (const part of [link, sync, history, live, outbox, requests]) part.dispose();
    store.close();
  }

  #rebuild(fault: AppError): void {
    this.#close();
    this.#engine = this.#build(fault);
    this.#options.publish(this.state());
    this.#engine.link.start();
  }

  #build(fault?: AppError): Engine {
    const { ports, account, storage, publish, onLinkState } = this.#options;
    const { log, random } = ports;
    const store = openStore(storage.sql, log, fault);
    const onFault = (error: AppError): void => this.fault(error);
    const guard = (work: () => void): void => {
      try {
        work();
      } catch (cause) {
        onFault(AppError.from(cause));
      }
    };
    // Whatever runs by a timer may meet a fault of the store, too.
    const clock: Clock = {
      now: () => ports.clock.now(),
      after: (ms, callback) => ports.clock.after(ms, () => guard(callback)),
    };

    const isUp = (): boolean => link.isUp;
    const send: Link['send'] = (frame) => link.send(frame);
    const requests = new Requests({ clock, isUp, send });
    const outbox = new Outbox({ store, clock, random, requests, isUp, publish, onFault });
    const live = new LiveCommands({ clock, requests, isUp, linkState: () => link.state.state, publish });
    const history = new History({
      store,
      clock,
      log,
      readPage: (payload) => requests.ask('read', this.newId(), 'message.page', payload),
      publish,
      onCommitted: () => outbox.settle([]),
      onFault,
    });
    const sync = new Sync({
      store,
      clock,
      log,
      extension: account.extension,
      send,
      resume: (error) => link.resume(error),
      publish,
      onCaughtUp: () => {
        link.caughtUp();
        history.start();
        // Accepted long ago and still not here: look for it in its thread.
        for (const sessionId of store.entries.sessionsWithAccepted()) history.again(sessionId);
      },
      onCommitted: (gone) => {
        outbox.settle(gone);
        history.wake();
      },
    });
    const link: Link = new Link(
      {
        url: linkUrl(account.gateway),
        identity: { token: account.token, device: ports.device, clientVersion: ports.clientVersion },
        cursor: () => sync.cursor(),
        openSocket: ports.openSocket,
        clock,
        random,
        log,
      },
      {
        onWelcome: (frame) =>
          guard(() => {
            requests.lose();
            sync.welcome(frame);
            live.resend();
            outbox.pump();
          }),
        onData: (frame) =>
          guard(() => {
            if (frame.frame === 'ack') requests.ack(frame.commandId, frame.result);
            else if (frame.frame === 'nack') requests.nack(frame.commandId, frame.error);
            else sync.data(frame);
          }),
        onDown: (error) => {
          log.info('The link is down', { code: error.code });
          sync.dispose();
          history.stop();
          requests.lose();
        },
        onState: (state) => {
          publish([{ kind: 'link', link: state }]);
          onLinkState(state);
        },
      },
    );
    return { store, requests, link, sync, outbox, history, live };
  }
}
