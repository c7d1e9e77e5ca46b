// The connector to a P-Series PABX by its Open API v1.0 (docs/p-series.md): the one implementation of `Pabx`,
// for the real thing and for the emulator alike. This file only puts the parts together.
import type { Disposable } from '#shared/model/disposable.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Pabx, PabxEvent, PabxExtension, PabxHealth } from '../pabx.ts';
import { PSeriesApi } from './api.ts';
import { Calls } from './calls.ts';
import { type Clock, systemClock } from '#gateway/clock.ts';
import { createContact, updateContact } from './contacts.ts';
import { Directory } from './directory.ts';
import { EventReader } from './event-reader.ts';
import { EventStream } from './event-stream.ts';
import { Files } from './files.ts';
import { type PSeriesLog, silentLog } from './log.ts';
import type { MessageReading } from './message-reader.ts';
import { OnlineDevices } from './online-devices.ts';
import { Sending } from './sending.ts';
import { ReplyWindows } from './session-reader.ts';
import { Sessions } from './sessions.ts';
import { STRATEGIES, type Strategies } from './strategies/strategies.ts';
import type { TokenStore } from './token-keeper.ts';

export interface PSeriesOptions {
  /** Of the PABX's web port, e.g. `https://pabx.example:8088`. */
  readonly url: string;
  /** Client ID and Client Secret of Integrations > API. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Other readings of what the API leaves open. */
  readonly strategies?: Partial<Strategies>;
  readonly clock?: Clock;
  /** For the jitter: 0 ≤ x < 1. */
  readonly random?: () => number;
  readonly log?: PSeriesLog;
  /** Where the tokens are kept, so that they outlive a kill. One connector per store. */
  readonly tokens?: TokenStore;
}

/**
 * A connector that has not called the PABX yet.
 * @throws AppError `pabx.unreachable` when the URL is none.
 */
export function createPSeries(options: PSeriesOptions): Pabx {
  const { clock = systemClock, random = Math.random, log = silentLog } = options;
  const strategies: Strategies = { ...STRATEGIES, ...options.strategies };
  const correlation = strategies.requestCorrelation();
  const messageReading: MessageReading = {
    deliveryReading: strategies.deliveryReading,
    correlation,
    now: () => clock.now(),
  };

  const api = new PSeriesApi({ ...options, clock, random, log });
  const devices = new OnlineDevices();
  const directory = new Directory({ api, clock, log, devices, ...strategies });
  const replyWindows = new ReplyWindows(clock);
  const { historyOrder, templateParameters } = strategies;
  const sessions = new Sessions({ api, log, directory, replyWindows, messageReading, historyOrder });
  const sending = new Sending({ api, clock, sessions, correlation, templateParameters });
  const files = new Files(api, strategies.download);
  const calls = new Calls(api);
  const events = new EventReader({ reading: messageReading, calls, devices, log });
  let isStarted = false;

  const transfer = async (
    sessionId: number,
    type: 'extension' | 'queue' | 'api',
    destinationId: number,
  ): Promise<void> => {
    const body = { session_id: sessionId, destination_type: type, destination_id: destinationId };
    await api.write('message_session/transfer', body, { subject: 'transferTarget' });
  };
  const ofUser = (sessionId: number, extension: string) => ({
    session_id: sessionId,
    user_type: 1,
    user_no: extension,
  });

  return {
    start: (onEvent: (event: PabxEvent) => void, onHealth: (health: PabxHealth) => void): Disposable => {
      if (isStarted) throw new AppError('internal.unexpected', { message: 'A connector starts once.' });
      isStarted = true;
      return new EventStream({
        api,
        clock,
        random,
        log,
        topics: events.topics,
        onHealth,
        onFrame: (frame) => {
          const event = events.read(frame);
          if (event !== null) onEvent(event);
        },
      });
    },
    check: async (signal) => {
      await api.read('extension/list', { page: 1, page_size: 1 }, { attempts: 1, signal });
    },

    extensions: () => directory.extensions(),
    channels: () => directory.channels(),
    queues: () => directory.queues(),
    templates: (channelId) => directory.templates(channelId),
    contacts: () => directory.contacts(),
    campaigns: () => directory.campaigns(),

    sessions: (extension, range) => sessions.list(extension, range),
    session: (id, seenBy) => sessions.one(id, seenBy),
    messages: (sessionId, range) => sessions.history(sessionId, range),

    send: (message) => sending.send(message),
    pickUp: (sessionId: number, extension: PabxExtension) =>
      strategies.pickUp(
        {
          session: (id, seenBy) => sessions.one(id, seenBy),
          transferToExtension: (id, extensionId) => transfer(id, 'extension', extensionId),
        },
        sessionId,
        extension,
      ),
    transfer: (sessionId, to) =>
      to.kind === 'platform' ? transfer(sessionId, 'api', 0) : transfer(sessionId, to.kind, to.id),
    end: async (sessionId) => {
      await api.write('message_session/close', { session_id: sessionId }, { subject: 'session' });
    },
    setArchived: async (sessionId, extension, isArchived) => {
      const endpoint = isArchived ? 'message_session/archive' : 'message_session/unarchive';
      await api.write(endpoint, ofUser(sessionId, extension), { subject: 'session' });
    },
    remove: async (sessionId, extension) => {
      await api.delete('message_session/delete', ofUser(sessionId, extension), { subject: 'session' });
    },

    upload: (file, name) => files.upload(file, name),
    download: (file, kind) => files.download(file, kind),

    createContact: (fields) => createContact(api, fields),
    updateContact: (id, fields) => updateContact(api, id, fields),

    dial: (from, to) => calls.dial(from, to),
    hangUp: (callId) => calls.hangUp(callId),

    dispose: () => api.dispose(),
  };
}
