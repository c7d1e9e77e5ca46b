// Company contacts: many, so they have a text index by name, company, e-mail and any part of a number.
import type { Contact } from '#shared/model/contact.ts';
import type { SqlDatabase } from '../ports.ts';
import { json, number } from './columns.ts';
import { fold, matchExpression, nameWords, numberTerm, numberWords, parseQuery } from './words.ts';

export function contactTable(database: SqlDatabase) {
  const held = database.prepare('SELECT docid, version, generation FROM contacts WHERE id = ?');
  const insert = database.prepare(
    'INSERT INTO contacts (id, version, generation, sort_key, body) VALUES (?, ?, ?, ?, ?) RETURNING docid',
  );
  const update = database.prepare(
    'UPDATE contacts SET version = ?, generation = ?, sort_key = ?, body = ? WHERE docid = ?',
  );
  const remove = database.prepare('DELETE FROM contacts WHERE docid = ?');
  const stale = database.prepare('SELECT docid FROM contacts WHERE generation < ?');
  const index = database.prepare('INSERT INTO contacts_text (rowid, text) VALUES (?, ?)');
  const unindex = database.prepare('DELETE FROM contacts_text WHERE rowid = ?');
  const get = database.prepare('SELECT body FROM contacts WHERE id = ?');
  const first = database.prepare('SELECT body FROM contacts ORDER BY sort_key, docid LIMIT ?');
  const find = database.prepare(
    `SELECT c.body FROM contacts_text f CROSS JOIN contacts c ON c.docid = f.rowid
     WHERE f.text MATCH ? ORDER BY c.sort_key, c.docid LIMIT ?`,
  );

  const drop = (docid: number): void => {
    unindex.run(docid);
    remove.run(docid);
  };
  const words = (contact: Contact): string =>
    [
      nameWords(contact.name, contact.company, contact.email),
      ...contact.numbers.map((one) => numberWords(one.number)),
    ].join(' ');

  return {
    get(id: string): Contact | null {
      const row = get.get(id);
      return row === undefined ? null : json<Contact>(row, 'body');
    },
    put(contact: Contact, generation: number): boolean {
      const row = held.get(contact.id);
      const body = JSON.stringify(contact);
      if (row === undefined) {
        const docid = number(
          insert.get(contact.id, contact.version, generation, fold(contact.name), body) ?? {},
          'docid',
        );
        index.run(docid, words(contact));
        return true;
      }
      if (number(row, 'generation') === generation && number(row, 'version') >= contact.version) return false;
      const docid = number(row, 'docid');
      update.run(contact.version, generation, fold(contact.name), body, docid);
      unindex.run(docid);
      index.run(docid, words(contact));
      return true;
    },
    remove(id: string, upTo: number): boolean {
      const row = held.get(id);
      if (row === undefined || number(row, 'version') > upTo) return false;
      drop(number(row, 'docid'));
      return true;
    },
    sweep(generation: number): boolean {
      const rows = stale.all(generation);
      for (const row of rows) drop(number(row, 'docid'));
      return rows.length > 0;
    },
    /** By name; every word must be found. Nothing typed: the first ones. */
    search(typed: string, limit: number): Contact[] {
      const asNumber = numberTerm(typed);
      const terms = asNumber === null ? parseQuery(typed) : [asNumber];
      const rows = terms.length === 0 ? first.all(limit) : find.all(matchExpression(terms), limit);
      return rows.map((row) => json<Contact>(row, 'body'));
    },
  };
}
