// Making and changing company contacts (reference 6.2).
import { z } from 'zod';
import type { ContactFields } from '#shared/model/contact.ts';
import { parse } from '#shared/model/parse.ts';
import type { PSeriesApi } from './api.ts';
import { whole } from './wire.ts';

function contactBody(fields: ContactFields) {
  return {
    first_name: fields.firstName,
    last_name: fields.lastName,
    company: fields.company,
    email: fields.email,
    remark: fields.remark,
    number_list: fields.numbers.map(({ kind, number }) => ({ num_type: kind, number })),
  };
}

/** See `Pabx.createContact`. @throws AppError `contact.duplicate`. */
export async function createContact(api: PSeriesApi, fields: ContactFields): Promise<number> {
  const answer = await api.write('company_contact/create', contactBody(fields), { subject: 'contact' });
  return parse(
    z.object({ id: whole }),
    answer.fields,
    'pabx.invalidAnswer',
    'The PABX’s answer to a new contact',
  ).id;
}

/** See `Pabx.updateContact`. @throws AppError `contact.notFound`, `contact.duplicate`. */
export async function updateContact(api: PSeriesApi, id: number, fields: ContactFields): Promise<void> {
  await api.write('company_contact/update', { id, ...contactBody(fields) }, { subject: 'contact' });
}
