// `npm run docs`: writes the pages of docs/ that are generated from code. `check` compares them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncApiDocument, errorsMarkdown, linkProtocolMarkdown } from '#gateway/docs.ts';
import { ROOT } from './vite.base.ts';

const PAGES: Readonly<Record<string, () => string>> = {
  'docs/link-protocol.md': linkProtocolMarkdown,
  'docs/link-protocol.asyncapi.json': () => `${JSON.stringify(asyncApiDocument(), null, 2)}\n`,
  'docs/errors.md': errorsMarkdown,
};

/** The generated pages that no longer say what the code says. */
export async function staleDocs(): Promise<string[]> {
  return Object.entries(PAGES)
    .filter(([page, generate]) => {
      const file = path.join(ROOT, page);
      return !existsSync(file) || readFileSync(file, 'utf8') !== generate();
    })
    .map(([page]) => page);
}

if (import.meta.main) {
  for (const [page, generate] of Object.entries(PAGES)) {
    writeFileSync(path.join(ROOT, page), generate());
    console.log(`wrote ${page}`);
  }
}
