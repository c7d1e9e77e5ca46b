// HTTP beside the link: about, sign-in, files, health, metrics, and Lynk Web. Failures are ErrorData bodies.
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import { HTTP_PATHS, SignIn, type About, type SignedIn } from '#shared/link/http.ts';
import { LIMITS, PROTOCOL } from '#shared/link/limits.ts';
import { AppError } from '#shared/model/errors.ts';
import { ExtensionNumber } from '#shared/model/ids.ts';
import { parse } from '#shared/model/parse.ts';
import type { Announcer } from '../agent-events/announcer.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Attachments } from '../mirror/attachments.ts';
import type { Directory } from '../mirror/directory.ts';
import type { Store } from '../store/store.ts';
import { createAttempts } from './attempts.ts';
import { isLoopbackHost, isOwnOrigin } from './origin.ts';
import { hashToken, isPassword, newToken } from './passwords.ts';
import { PAGE_HEADERS } from './page-headers.ts';

export interface HttpParts {
  readonly store: Store;
  readonly announcer: Announcer;
  readonly attachments: Attachments;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
  readonly name: string;
  readonly version: string;
  /** Agents who sign in without a password; only ever filled when listening on loopback. */
  readonly openAgents: readonly string[];
  readonly webRoot: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly agentOf: (token: string) => { extension: string; name: string } | undefined;
  readonly health: () => { status: 'ok' | 'degraded'; pabx: string };
  readonly metrics: () => string;
}

const STATUS: Readonly<Record<string, number>> = {
  'auth.wrongPassword': 401,
  'auth.tokenInvalid': 401,
  'auth.tooManyAttempts': 429,
  'auth.forbidden': 403,
  'file.notFound': 404,
  'file.tooLarge': 413,
  'session.notVisible': 404,
  'command.invalid': 400,
};

export async function createHttpServer(parts: HttpParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    ...(parts.tls ? { https: { ...parts.tls } } : {}),
  }) as FastifyInstance;
  await app.register(fastifyMultipart, { limits: { fileSize: LIMITS.maxFileBytes, files: 1, fields: 4 } });

  app.setErrorHandler((error, _request, reply) => {
    const known = asAppError(error);
    if (known.code === 'gateway.internal') parts.log.error('A request failed.', error);
    const waitMs = known.details['retryAfterMs'];
    if (typeof waitMs === 'number') void reply.header('retry-after', Math.ceil(waitMs / 1000));
    void reply.code(STATUS[known.code] ?? 500).send(known.toData());
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(PAGE_HEADERS);
    // A name that a stranger made resolve to this computer must not speak for it.
    const isForeign = !isOwnOrigin(request.headers);
    const isRebound = parts.openAgents.length > 0 && !isLoopbackHost(request.headers);
    if (request.url.startsWith('/api/') && (isForeign || isRebound)) throw new AppError('auth.forbidden');
  });

  registerSignIn(app, parts);
  registerFiles(app, parts);
  app.get(HTTP_PATHS.health, async (_request, reply) => {
    const health = parts.health();
    return reply.header('cache-control', 'no-store').send(health);
  });
  app.get(HTTP_PATHS.metrics, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(parts.metrics()),
  );
  if (parts.webRoot !== undefined) {
    await app.register(fastifyStatic, {
      root: parts.webRoot,
      cacheControl: false,
      setHeaders(reply, path) {
        const isHashed = /[/\\]assets[/\\]/u.test(path);
        void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((_request, reply) => void reply.code(404).type('text/plain').send('Not found'));
  return app;
}

function registerSignIn(app: FastifyInstance, parts: HttpParts): void {
  const { store, clock, openAgents, directory } = parts;
  const attempts = createAttempts(clock);

  app.get(HTTP_PATHS.about, async (): Promise<About> => ({
    product: 'lynk-gateway',
    version: parts.version,
    protocol: PROTOCOL,
    name: parts.name,
    signIn: openAgents.length > 0 ? 'open' : 'password',
    openAgents: openAgents.map((extension) => ExtensionNumber.parse(extension)),
  }));

  app.post(HTTP_PATHS.signIn, async (request): Promise<SignedIn> => {
    const { extension, password, device } = parse(SignIn, request.body, 'command.invalid', 'Sign-in');
    const isOpen = password === undefined && openAgents.includes(extension);
    if (!isOpen) {
      const keys = [`agent ${extension}`, `address ${request.ip}`];
      const retryAfterMs = attempts.begin(keys);
      if (retryAfterMs > 0) throw new AppError('auth.tooManyAttempts', { details: { retryAfterMs } });
      const account = store.accounts.get(extension);
      if (!(await isPassword(password ?? '', account?.password))) throw new AppError('auth.wrongPassword');
      attempts.succeeded(keys);
    }
    const token = newToken();
    store.accounts.addToken(hashToken(token), extension, device, clock.now());
    return {
      token,
      agent: { extension: ExtensionNumber.parse(extension), name: directory.nameOf(extension) },
    };
  });

  app.post(HTTP_PATHS.signOut, async (request) => {
    signedIn(request, parts);
    store.accounts.removeToken(hashToken(bearerOf(request)));
    return {};
  });
}

function registerFiles(app: FastifyInstance, parts: HttpParts): void {
  const { store, announcer, attachments } = parts;

  app.post(HTTP_PATHS.files, async (request) => {
    const { extension } = signedIn(request, parts);
    const part = await request.file();
    if (part?.fieldname !== 'file') {
      throw new AppError('command.invalid', { message: 'Upload: one part named "file" is needed.' });
    }
    return attachments.keep(part.file, { name: part.filename, uploader: extension }, () => {
      if (part.file.truncated) throw new AppError('file.tooLarge');
    });
  });

  app.get<{ Params: { id: string } }>(`${HTTP_PATHS.files}/:id`, async (request, reply) => {
    const { extension } = signedIn(request, parts);
    const file = store.files.get(request.params.id);
    const isTheirs =
      file !== undefined &&
      (file.sessionId === null
        ? file.uploader === extension
        : announcer.isVisible(extension, file.sessionId));
    if (!isTheirs) throw new AppError('file.notFound');
    const path = await attachments.pathOf(file);
    // What it is may only be known since its bytes came, a moment ago.
    const { name, mimeType } = store.files.get(file.id) ?? file;
    return sendFile(reply, path, name, mimeType);
  });
}

/** What a browser may show by itself; all else is for saving, so that no page of a stranger runs as ours. */
const SHOWN_TYPES = /^(?:image\/(?:png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/u;

/** `mimeType` was found in the bytes (mirror/file-type.ts). */
function sendFile(reply: FastifyReply, path: string, name: string, mimeType: string): FastifyReply {
  const disposition = SHOWN_TYPES.test(mimeType) ? 'inline' : 'attachment';
  return reply
    .headers({
      'content-type': mimeType,
      'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'private, no-store',
    })
    .send(createReadStream(path));
}

const bearerOf = (request: FastifyRequest): string =>
  /^Bearer (\S{16,512})$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';

/** @throws AppError `auth.tokenInvalid`. */
function signedIn(request: FastifyRequest, parts: HttpParts): { extension: string } {
  const agent = parts.agentOf(bearerOf(request));
  if (!agent) throw new AppError('auth.tokenInvalid');
  return agent;
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new AppError('file.tooLarge', { cause: error });
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return new AppError(status < 500 ? 'command.invalid' : 'gateway.internal', { cause: error });
}
