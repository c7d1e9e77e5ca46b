// Commands about contacts, calls and presence, and the reads. Reads answer from the store, which the mirror
// keeps; only message.page asks the PABX for what is older than anything held.
import { AppError } from '#shared/model/errors.ts';
import { CallId, ContactId } from '#shared/model/ids.ts';
import type { ContactFields } from '#shared/model/contact.ts';
import { agentView, contactView, queueView, templateView } from '../agent-events/views.ts';
import type { PabxContact } from '../pabx/pabx.ts';
import { folded, toAddress } from '../rules/addresses.ts';
import { sessionFor, type CommandParts, type Handlers } from './parts.ts';

type Names =
  | 'contact.create'
  | 'contact.update'
  | 'call.dial'
  | 'call.hangUp'
  | 'presence.set'
  | 'session.page'
  | 'message.page'
  | 'contact.search'
  | 'directory.search'
  | 'template.list';

export function otherCommands(
  parts: CommandParts,
  isInLynk: (extension: string) => boolean,
): Handlers<Names> {
  const { store, directory, directoryReader, announcer, calls, capabilities, pabx } = parts;

  const contactsOff = () =>
    new AppError('pabx.functionOff', { message: 'This PABX does not let Lynk change its contacts.' });

  const keepContact = (id: number, fields: ContactFields) =>
    store.transaction(() => directoryReader.put('contact', String(id), toContact(id, fields)));

  return {
    async 'contact.create'(_order, { fields }) {
      const id = await capabilities.using('canEditContacts', contactsOff(), () => pabx.createContact(fields));
      keepContact(id, fields);
      return { contactId: ContactId.parse(String(id)) };
    },

    async 'contact.update'({ expectedVersion }, { contactId, fields }) {
      const held = directory.get('contact', contactId);
      if (!held) throw new AppError('contact.notFound');
      if (expectedVersion !== undefined && expectedVersion !== held.version) {
        throw new AppError('command.conflict', { details: { version: held.version } });
      }
      await capabilities.using('canEditContacts', contactsOff(), () =>
        pabx.updateContact(held.value.id, fields),
      );
      keepContact(held.value.id, fields);
      return {};
    },

    async 'call.dial'({ extension }, { sessionId, number }) {
      if (sessionId !== null) sessionFor(parts, { extension, expectedVersion: undefined }, sessionId, 'read');
      const to = toAddress(number);
      const off = new AppError('call.notAllowed');
      const callId = await capabilities.using('canCallOut', off, () => pabx.dial(extension, to));
      const call = calls.dialled(extension, callId, to, sessionId);
      return { callId: CallId.parse(call.id) };
    },

    async 'call.hangUp'({ extension }, { callId }) {
      const held = store.calls.get(callId);
      if (held?.extension !== extension || held.call.endedAt !== null) throw new AppError('call.notFound');
      await pabx.hangUp(callId);
      return {};
    },

    async 'presence.set'({ extension }, { presence }) {
      const held = directory.get('agent', extension);
      if (!held)
        throw new AppError('auth.forbidden', { message: `The PABX knows no extension ${extension}.` });
      store.transaction(() => directoryReader.put('agent', extension, { ...held.value, presence }));
      return {};
    },

    async 'session.page'({ extension }, { list, before, limit }) {
      const ids = store.sessionAgents.page(extension, list, before, limit + 1);
      const sessions = ids
        .slice(0, limit)
        .map((id) => announcer.view(extension, id))
        .filter((session) => session !== undefined);
      return { sessions, hasMore: ids.length > limit };
    },

    async 'message.page'({ extension }, { sessionId, before, limit }) {
      const order = { extension, expectedVersion: undefined };
      const session = sessionFor(parts, order, sessionId, 'read');
      await parts.sessions.loadHistory(session, before, limit + 1);
      // The PABX was asked in between: the session may have gone to somebody else.
      sessionFor(parts, order, sessionId, 'read');
      const found = store.messages.page(sessionId, before ?? Number.MAX_SAFE_INTEGER, limit + 1);
      return { messages: found.slice(0, limit), hasMore: found.length > limit };
    },

    async 'contact.search'(_order, { text, limit }) {
      const wanted = folded(text.trim());
      const digits = text.replaceAll(/\D/gu, '');
      const contacts = directory
        .all('contact')
        .filter(({ value }) => {
          const words = folded(`${value.name} ${value.company} ${value.email}`);
          const hasNumber =
            digits.length >= 3 &&
            value.numbers.some(({ number }) => number.replaceAll(/\D/gu, '').includes(digits));
          return words.includes(wanted) || hasNumber;
        })
        .toSorted((a, b) => a.value.name.localeCompare(b.value.name))
        .slice(0, limit);
      return { contacts: contacts.map(contactView) };
    },

    async 'directory.search'(_order, { text, limit }) {
      const wanted = folded(text.trim());
      const isFound = (words: string) => folded(words).includes(wanted);
      const agents = directory.all('agent').filter(({ value }) => isFound(`${value.name} ${value.number}`));
      const queues = directory.all('queue').filter(({ value }) => isFound(value.name));
      return {
        agents: agents.slice(0, limit).map((agent) => agentView(agent, isInLynk(agent.id))),
        queues: queues.slice(0, limit).map(queueView),
      };
    },

    async 'template.list'(_order, { channelId }) {
      const templates = directory
        .all('template')
        .filter(({ value }) => String(value.channelId) === channelId);
      return { templates: templates.map(templateView) };
    },
  };
}

const toContact = (id: number, fields: ContactFields): PabxContact => ({
  id,
  name: [fields.firstName, fields.lastName].filter((part) => part !== '').join(' '),
  company: fields.company,
  email: fields.email,
  remark: fields.remark,
  numbers: fields.numbers,
});
