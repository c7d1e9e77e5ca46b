// The few HTTP requests beside the link: who the gateway is, sign-in, files. JSON unless said otherwise;
// failures are an `ErrorData` body with a 4xx or 5xx status. All but the first two need `Authorization: Bearer`.
import { z } from 'zod';
import { ExtensionNumber } from '../model/ids.ts';
import { MessageFile } from '../model/message.ts';

export const HTTP_PATHS = {
  /** GET → About */
  about: '/api/about',
  /** POST SignIn → SignedIn */
  signIn: '/api/sign-in',
  /** POST {} → {} ; the token ends */
  signOut: '/api/sign-out',
  /** POST multipart `file` → MessageFile ; GET `/api/files/<id>` → the bytes, with their type */
  files: '/api/files',
  /** GET → {status} ; for load balancers */
  health: '/health',
  /** GET → Prometheus text */
  metrics: '/metrics',
} as const;

/**
 * `open`: an embedded gateway on the loopback address that lets the agents of its demo in without a password
 * (the first one is proposed). `password`: extension and password are asked for.
 */
export const About = z.object({
  product: z.literal('lynk-gateway'),
  version: z.string(),
  protocol: z.number().int(),
  name: z.string(),
  signIn: z.enum(['password', 'open']),
  openAgents: z.array(ExtensionNumber),
});
export type About = z.infer<typeof About>;

/** `password` is left out with an `open` gateway. */
export const SignIn = z.object({
  extension: ExtensionNumber,
  password: z.string().min(1).max(256).optional(),
  device: z.string().min(1).max(128),
});
export type SignIn = z.infer<typeof SignIn>;

export const SignedIn = z.object({
  token: z.string().min(16),
  agent: z.object({ extension: ExtensionNumber, name: z.string() }),
});
export type SignedIn = z.infer<typeof SignedIn>;

export const UploadedFile = MessageFile;
