// The PABX's directory: read whole, page by page, and kept for as long as a session's holder can be named by it.

import { AppError } from '#shared/model/errors.ts';
import type {
  PabxCampaign,
  PabxChannel,
  PabxContact,
  PabxExtension,
  PabxQueue,
  PabxTemplate,
} from '../pabx.ts';
import type { PSeriesApi } from './api.ts';
import type { Clock } from '#gateway/clock.ts';
import {
  CampaignDetail,
  CampaignRow,
  Channel,
  ChannelDetail,
  Contact,
  Extension,
  Queue,
  QueueRow,
  Template,
  toCampaign,
  toChannel,
  toContact,
  toExtension,
  toQueue,
  toTemplate,
} from './directory-reader.ts';
import type { Query } from './http.ts';
import type { PSeriesLog } from './log.ts';
import type { OnlineDevices } from './online-devices.ts';
import type { HolderFacts, HolderReading } from './strategies/holder-reading.ts';
import type { StartersReading } from './strategies/starters-reading.ts';
import { readRows, text, wholeOrZero } from './wire.ts';

const PAGE = 100;
const CONTACT_PAGE = 1000;
/** Ids in one `query` call: they travel in the URL. */
const IDS_PER_QUERY = 50;
/** An unknown holder is looked up in a fresh directory at most this often. */
const REREAD_AFTER_MS = 60_000;

interface DirectoryOptions {
  readonly api: PSeriesApi;
  readonly clock: Clock;
  readonly log: PSeriesLog;
  readonly devices: OnlineDevices;
  readonly holderReading: HolderReading;
  readonly startersReading: StartersReading;
}

export class Directory {
  readonly #options: DirectoryOptions;
  #queues: readonly PabxQueue[] = [];
  #extensions: readonly PabxExtension[] = [];
  #readAt: number | null = null;
  #reading: Promise<void> | null = null;

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  async extensions(): Promise<PabxExtension[]> {
    const query = { sort_by: 'id', order_by: 'asc' };
    const rows = readRows(
      Extension,
      await this.#pages('extension/list', query, PAGE),
      'extensions',
      this.#log,
    );
    const extensions = rows.map((row) => {
      const { extension, devices } = toExtension(row);
      this.#options.devices.set(extension.number, devices);
      return extension;
    });
    this.#extensions = extensions;
    return extensions;
  }

  async queues(): Promise<PabxQueue[]> {
    const rows = readRows(QueueRow, await this.#pages('message_queue/list', {}, PAGE), 'queues', this.#log);
    const details = await this.#details('message_queue/query', rows);
    const queues = readRows(Queue, details, 'queues', this.#log).map(toQueue);
    this.#queues = queues;
    return queues;
  }

  async channels(): Promise<PabxChannel[]> {
    const told = await this.#pages('message_channel/list', { time_range: 'today' }, PAGE);
    const rows = readRows(Channel, told, 'channels', this.#log);
    // Live Chat has details of its own kind, without numbers: nobody starts a session there.
    const starters = await this.#starters(rows.filter((row) => row.type !== 'livechat'));
    return rows.map((row) => toChannel(row, starters));
  }

  async templates(channelId: number): Promise<PabxTemplate[]> {
    const endpoint = 'message_channel/whatsapp_template';
    const told = await this.#pages(endpoint, { omnichannel_id: channelId }, PAGE);
    return readRows(Template, told, 'templates', this.#log).map((row) => toTemplate(row, channelId));
  }

  async contacts(): Promise<PabxContact[]> {
    const query = { sort_by: 'id', order_by: 'asc' };
    const told = await this.#pages('company_contact/list', query, CONTACT_PAGE);
    return readRows(Contact, told, 'contacts', this.#log).map(toContact);
  }

  async campaigns(): Promise<PabxCampaign[]> {
    const told = await this.#pages('message_campaign/list', {}, PAGE);
    const rows = readRows(CampaignRow, told, 'campaigns', this.#log);
    const details = await this.#details('message_campaign/query', rows);
    const assigned = readRows(CampaignDetail, details, 'campaigns', this.#log);
    return rows.map((row) =>
      toCampaign(
        row,
        assigned.find((detail) => detail.id === row.id),
      ),
    );
  }

  /** The extensions last read; read now when they never were. */
  async knownExtensions(): Promise<readonly PabxExtension[]> {
    if (this.#readAt === null) await this.#reread();
    return this.#extensions;
  }

  /**
   * The extension number of who holds the session, null while nobody does. A holder that even a fresh directory
   * does not know gets the name `#<member id>`: a session that somebody has must not look like a waiting one.
   */
  async holderOf(facts: HolderFacts): Promise<string | null> {
    const { holderReading, clock, log } = this.#options;
    const read = (): ReturnType<HolderReading> =>
      holderReading(facts, { queues: this.#queues, extensions: this.#extensions });
    let reading = read();
    if (reading === 'unknown' && (this.#readAt === null || clock.now() - this.#readAt >= REREAD_AFTER_MS)) {
      await this.#reread();
      reading = read();
    }
    if (reading !== 'unknown') return reading.holder;
    log.warn({ queueId: facts.queueId, memberId: facts.pickUpMemberId }, 'pabx: unknown holder of a session');
    return `#${facts.pickUpMemberId}`;
  }

  get #log(): PSeriesLog {
    return this.#options.log;
  }

  #reread(): Promise<void> {
    this.#reading ??= Promise.all([this.queues(), this.extensions()])
      .then(() => {
        this.#readAt = this.#options.clock.now();
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  /** All rows of a list that is read with `page` and `page_size`. */
  async #pages(endpoint: string, query: Query, size: number): Promise<unknown[]> {
    const all: unknown[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.#options.api.read(endpoint, { ...query, page, page_size: size });
      const rows = Array.isArray(answer.payload) ? (answer.payload as unknown[]) : [];
      all.push(...rows);
      const total = wholeOrZero.catch(0).parse(answer.fields['total_number']);
      // A PABX that ignores `page_size` sends fewer: the total decides where it is told.
      const isLast = total > 0 ? all.length >= total : rows.length < size;
      if (rows.length === 0 || isLast) return all;
    }
  }

  async #details(endpoint: string, rows: readonly { readonly id: number }[]): Promise<unknown[]> {
    const all: unknown[] = [];
    for (let start = 0; start < rows.length; start += IDS_PER_QUERY) {
      const ids = rows.slice(start, start + IDS_PER_QUERY).map((row) => row.id);
      const { payload } = await this.#options.api.read(endpoint, { ids: ids.join(',') });
      all.push(...(Array.isArray(payload) ? (payload as unknown[]) : [payload]));
    }
    return all;
  }

  /** Per number who may start sessions; nothing where the PABX does not permit reading it. */
  async #starters(channels: readonly { readonly id: number }[]): Promise<PabxChannel['starters']> {
    let told: unknown[];
    try {
      told = await this.#details('message_channel/query', channels);
    } catch (error) {
      if (!isFunctionOff(error)) throw error;
      return {};
    }
    const details = readRows(ChannelDetail, told, 'channel details', this.#log);
    return Object.fromEntries(
      details.flatMap((detail) =>
        detail.dids.map(
          (did) => [text.catch('').parse(did['number']), this.#options.startersReading(did)] as const,
        ),
      ),
    );
  }
}

const isFunctionOff = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'pabx.functionOff';
