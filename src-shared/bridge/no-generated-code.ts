// Imported first by every entry: the content security policy forbids generated code, and without this zod would
// try it once, with its first schema, and be reported.
import { config } from 'zod';

config({ jitless: true });
