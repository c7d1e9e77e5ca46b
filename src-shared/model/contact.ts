import { z } from 'zod';
import { ContactId } from './ids.ts';

/** The number kinds of a company contact (API 6.2). */
export const ContactNumberKind = z.enum([
  'business_number',
  'business_number2',
  'business_fax',
  'mobile_number',
  'mobile_number2',
  'home_number',
  'home_number2',
  'home_fax',
  'other_number',
]);
export type ContactNumberKind = z.infer<typeof ContactNumberKind>;

/** A company contact of the PABX. */
export const Contact = z.object({
  id: ContactId,
  version: z.number().int(),
  name: z.string(),
  company: z.string(),
  email: z.string(),
  remark: z.string(),
  numbers: z.array(z.object({ kind: ContactNumberKind, number: z.string() })),
});
export type Contact = z.infer<typeof Contact>;

/** What a person types in to make or change a contact. */
export const ContactFields = z.object({
  firstName: z.string().trim().min(1).max(127),
  lastName: z.string().trim().max(127),
  company: z.string().trim().max(127),
  email: z.string().trim().max(255),
  remark: z.string().trim().max(1023),
  numbers: z.array(z.object({ kind: ContactNumberKind, number: z.string().trim().min(1).max(63) })).min(1),
});
export type ContactFields = z.infer<typeof ContactFields>;
