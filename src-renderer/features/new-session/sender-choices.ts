// Which kinds of session and which senders this agent may start with, from the channels the gateway told of.
import type { Channel, ChannelKind } from '#shared/model/directory.ts';

/** The kinds that an agent can start (guide, *Métodos suportados*). */
export type StartableKind = Extract<ChannelKind, 'sms' | 'whatsapp'>;

export interface SenderChoice {
  /** Unique also where two channels share a number. */
  readonly key: string;
  readonly channel: Channel;
  readonly sender: string;
}

/** The kinds for which a sender is allowed; SMS first. */
export function startableKinds(channels: readonly Channel[]): StartableKind[] {
  return (['sms', 'whatsapp'] as const).filter((kind) => senderChoices(channels, kind).length > 0);
}

/** The allowed senders of a kind; those of connected channels first. */
export function senderChoices(channels: readonly Channel[], kind: StartableKind): SenderChoice[] {
  return channels
    .filter((channel) => channel.kind === kind)
    .toSorted((left, right) => Number(right.isConnected) - Number(left.isConnected))
    .flatMap((channel) =>
      channel.senders.map((sender) => ({ key: `${channel.id} ${sender}`, channel, sender })),
    );
}
