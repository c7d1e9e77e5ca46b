// Extensions with their monitors, and company contacts (reference 6).
import { z } from 'zod';
import type { Contact, Extension, NumberKind } from '../model/entities.ts';
import { NUMBER_KINDS } from '../model/entities.ts';
import { PabxRefusal } from '../model/errcodes.ts';
import { PHONEBOOKS } from '../cast.ts';
import { contactName, contactShape, extensionShape } from '../shapes.ts';
import { extensionById, newId, type World } from '../world.ts';
import { contains, get, optionalPageQuery, pageOf, positive, post, type Routes } from './route.ts';

const orderBy = z.enum(['asc', 'desc']).default('asc');

/** Sorts rows by one of their own fields, as `sort_by` names it. */
function sorted(rows: readonly object[], field: string, order: 'asc' | 'desc'): object[] {
  const valueOf = (row: object): unknown => Object.entries(row).find(([name]) => name === field)?.[1];
  const compare = (a: object, b: object): number => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left).localeCompare(String(right));
  };
  const ascending = rows.toSorted(compare);
  return order === 'asc' ? ascending : ascending.reverse();
}

const extensionQuery = optionalPageQuery.extend({
  sort_by: z
    .enum(['id', 'number', 'caller_id_name', 'email_addr', 'mobile_number', 'presence_status'])
    .default('id'),
  order_by: orderBy,
});

function extensionList(world: World, input: z.output<typeof extensionQuery>, searched: string): object {
  const found = world.extensions.filter(
    (extension) => contains(extension.name, searched) || contains(extension.number, searched),
  );
  const { total, items } = pageOf(sorted(found.map(extensionShape), input.sort_by, input.order_by), input);
  return { total_number: total, data: items };
}

const contactQuery = z.object({
  page: positive.default(1),
  page_size: positive.max(10_000).default(10_000),
  sort_by: z
    .enum(['id', 'contact_name', 'company', 'email', 'business', 'mobile', 'home', 'business_fax'])
    .default('id'),
  order_by: orderBy,
});

function contactList(world: World, input: z.output<typeof contactQuery>, searched: string): object {
  const found = [...world.contacts.values()].filter(
    (contact) =>
      contains(contactName(contact), searched) ||
      contains(contact.company, searched) ||
      contains(contact.email, searched) ||
      Object.values(contact.numbers).some((number) => number.includes(searched)),
  );
  const { total, items } = pageOf(sorted(found.map(contactShape), input.sort_by, input.order_by), input);
  return { total_number: total, data: items };
}

const contactFields = z.object({
  first_name: z.string().min(1).max(127),
  last_name: z.string().max(127).optional(),
  company: z.string().max(127).optional(),
  email: z.string().max(255).optional(),
  phonebook_id_list: z.array(positive).optional(),
  remark: z.string().max(1023).optional(),
  number_list: z
    .array(z.object({ num_type: z.enum(NUMBER_KINDS), number: z.string().min(1).max(63) }))
    .min(1),
  zip_code: z.string().optional(),
  street: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  country: z.string().optional(),
});
type ContactFields = z.output<typeof contactFields>;
type ContactChange = { [Field in keyof ContactFields]?: ContactFields[Field] | undefined };

function change(world: World, contact: Contact, input: ContactChange): void {
  for (const id of input.phonebook_id_list ?? []) {
    if (!PHONEBOOKS.has(id)) throw new PabxRefusal(70093, `no phonebook with the id ${id}`);
  }
  const numbers: Partial<Record<NumberKind, string>> = {};
  for (const { num_type: kind, number } of input.number_list ?? []) numbers[kind] = number;
  for (const other of world.contacts.values()) {
    const taken = Object.values(other.numbers).find((number) => Object.values(numbers).includes(number));
    if (other.id !== contact.id && taken !== undefined) {
      throw new PabxRefusal(40003, `${taken} belongs to ${contactName(other)}`);
    }
  }
  if (input.number_list !== undefined) contact.numbers = numbers;
  contact.firstName = input.first_name ?? contact.firstName;
  contact.lastName = input.last_name ?? contact.lastName;
  contact.company = input.company ?? contact.company;
  contact.email = input.email ?? contact.email;
  contact.remark = input.remark ?? contact.remark;
  contact.phonebookIds = input.phonebook_id_list ?? contact.phonebookIds;
  for (const part of ['zip_code', 'street', 'city', 'state', 'country'] as const) {
    const value = input[part];
    if (value !== undefined) contact.address[part] = value;
  }
}

const monitorBody = z.object({
  ext_id: positive,
  enb_register_status: z.union([z.literal(0), z.literal(1)]).optional(),
  enb_call_status: z.union([z.literal(0), z.literal(1)]).optional(),
  enb_presence_status: z.union([z.literal(0), z.literal(1)]).optional(),
});

const monitorShape = ({ id, number, name, monitors }: Extension): object => ({
  ext_id: id,
  number,
  name,
  enb_register_status: monitors.register ? 1 : 0,
  enb_call_status: monitors.call ? 1 : 0,
  enb_presence_status: monitors.presence ? 1 : 0,
});

export const DIRECTORY_ROUTES: Routes = {
  'extension/list': get(extensionQuery, (world, input) => extensionList(world, input, '')),
  'extension/search': get(extensionQuery.extend({ search_value: z.string() }), (world, input) =>
    extensionList(world, input, input.search_value),
  ),
  'extension_status_monitor/list': get(z.object({}), (world) => ({
    data: world.extensions.map(monitorShape),
  })),
  'extension_status_monitor/update': post(monitorBody, (world, input) => {
    const { monitors } = extensionById(world, input.ext_id);
    monitors.register = (input.enb_register_status ?? Number(monitors.register)) === 1;
    monitors.call = (input.enb_call_status ?? Number(monitors.call)) === 1;
    monitors.presence = (input.enb_presence_status ?? Number(monitors.presence)) === 1;
    return {};
  }),
  'company_contact/list': get(contactQuery, (world, input) => contactList(world, input, '')),
  'company_contact/search': get(contactQuery.extend({ search_value: z.string() }), (world, input) =>
    contactList(world, input, input.search_value),
  ),
  'company_contact/create': post(contactFields, (world, input) => {
    const id = newId(world, world.contacts);
    const contact: Contact = {
      id,
      firstName: '',
      lastName: '',
      company: '',
      email: '',
      remark: '',
      phonebookIds: [],
      numbers: {},
      address: {},
    };
    change(world, contact, input);
    world.contacts.set(id, contact);
    return { id };
  }),
  'company_contact/update': post(contactFields.partial().extend({ id: positive }), (world, input) => {
    const contact = world.contacts.get(input.id);
    if (contact === undefined) throw new PabxRefusal(70128, `no contact with the id ${input.id}`);
    change(world, contact, input);
    return {};
  }),
};
