import { z } from 'zod';

/** Epoch milliseconds. Fields of this kind end in `At`. */
export const Timestamp = z.number().int().nonnegative();
export type Timestamp = z.infer<typeof Timestamp>;
